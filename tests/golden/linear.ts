// deno-lint-ignore-file camelcase -- the names of the golden files
/**
 * The golden vectors of dense layers; README.md says what they hold and how they were
 * made. Their matrices are `[outputs, inputs]`, the transpose of ours.
 *
 * @module
 */

import type { Nested } from "../support/assert_all_close.ts";
import linear1 from "./linear_o1_r2_3x4.json" with { type: "json" };
import linear2 from "./linear_o2_r16_16x16.json" with { type: "json" };
import linear3 from "./linear_o2_r1_4x4.json" with { type: "json" };
import linear4 from "./linear_o2_r2_6x6_rect.json" with { type: "json" };
import linear5 from "./linear_o2_r2_pad_10x7.json" with { type: "json" };
import linear6 from "./linear_o3_r2_12x12.json" with { type: "json" };
import linear7 from "./linear_o4_r2_12x12_ones.json" with { type: "json" };

/** Gradients of one loss. */
export interface GoldenGradients {
  /** By factor, `[rank, outputs_j, inputs_j]`. */
  readonly factors: Nested;
  readonly x: Nested;
  readonly bias: Nested;
}

/** One golden dense layer, `y = x Wᵀ + bias`. */
export interface GoldenLinear {
  readonly in_features: number;
  readonly out_features: number;
  readonly order: number;
  readonly rank: number;
  readonly params: number;
  /** By factor, `[rank, outputs_j, inputs_j]`. */
  readonly factors: Nested;
  readonly bias: Nested;
  readonly x: Nested;
  readonly W: Nested;
  readonly y: Nested;
  /** Weights of the linear loss, in the shape of `y`. */
  readonly G: Nested;
  readonly loss_linear: number;
  readonly grad_linear: GoldenGradients;
  readonly loss_half_sq: number;
  readonly grad_half_sq: GoldenGradients;
}

/** Dense layers, by file name. */
export const LINEAR: Readonly<Record<string, GoldenLinear>> = {
  linear_o1_r2_3x4: linear1,
  linear_o2_r16_16x16: linear2,
  linear_o2_r1_4x4: linear3,
  linear_o2_r2_6x6_rect: linear4,
  linear_o2_r2_pad_10x7: linear5,
  linear_o3_r2_12x12: linear6,
  linear_o4_r2_12x12_ones: linear7,
};
