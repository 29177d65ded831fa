/** Thrown when a tensor's shape does not fit the operation it was given to. */
export class ShapeError extends TypeError {
  /** `"ShapeError"`, so that a caught error names itself. */
  override readonly name = "ShapeError";
  /** What the operation needs, in its own letters, such as `"[n, batch]"`. */
  readonly expected: string;
  /** The shape that was given. */
  readonly actual: readonly (number | null)[];

  /**
   * An error whose message states the action, the need and the given shape.
   *
   * @param action What could not be done, such as `"multiply matrices"`.
   * @param expected What the operation needs, in its own letters.
   * @param actual The shape that was given; `null` for a size not known yet.
   */
  constructor(
    action: string,
    expected: string,
    actual: readonly (number | null)[],
  ) {
    super(
      `Cannot ${action} as shape must be ${expected}: got [${
        actual.map(String).join(", ")
      }]`,
    );
    this.expected = expected;
    this.actual = actual;
  }
}
