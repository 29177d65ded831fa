// Products of small matrices for the wasm backend, in AssemblyScript: `deno task
// kernels` compiles this file into contraction_binary.ts.
//
// They contract one axis of a tensor with a factor at a time, for a block of samples.
// The samples are the innermost axis, so that every row is a whole number of
// vectors of 4 floats, whatever the sizes of the factors. As in kernels.as, all
// memory is the backend's: pointers are byte addresses, strides count floats.

// @ts-ignore: decorator
@inline
function at(base: usize, index: i32): usize {
  return base + ((<usize>index) << 2);
}

// @ts-ignore: decorator
@inline
function accumulate(sum: v128, a: v128, b: v128): v128 {
  return v128.relaxed_madd<f32>(a, b, sum);
}

// A step is described by 22 numbers: counts of three loops, then what each loop adds
// to the addresses of A, B and C; the rest is named where it is used.
// @ts-ignore: decorator
@inline
function field(step: usize, which: i32): i32 {
  return load<i32>(at(step, which));
}

/**
 * In each of three loops `C = A·B`, with A `[m, inner]` of any strides, B `[inner, n]`
 * and C `[m, n]`, rows side by side. Fastest where `n` is a multiple of 8. The inner axis
 * may be two axes that do not lie side by side.
 */
export function contract(step: usize, a: usize, b: usize, c: usize): void {
  for (let i = 0; i < field(step, 0); i++) {
    for (let j = 0; j < field(step, 1); j++) {
      for (let k = 0; k < field(step, 2); k++) {
        multiply(
          step,
          at(a, i * field(step, 3) + j * field(step, 4) + k * field(step, 5)),
          at(b, i * field(step, 6) + j * field(step, 7) + k * field(step, 8)),
          at(c, i * field(step, 9) + j * field(step, 10) + k * field(step, 11)),
        );
      }
    }
  }
}

function multiply(step: usize, a: usize, b: usize, c: usize): void {
  const m = field(step, 12);
  const n = field(step, 13);
  const aRow: usize = (<usize>field(step, 14)) << 2;
  const cRow: usize = (<usize>field(step, 15)) << 2;
  const outer = field(step, 16);
  const aOuter: usize = (<usize>field(step, 17)) << 2;
  const bOuter: usize = (<usize>field(step, 18)) << 2;
  const inner = field(step, 19);
  const aInner: usize = (<usize>field(step, 20)) << 2;
  const bInner: usize = (<usize>field(step, 21)) << 2;
  let column = 0;
  for (; column + 8 <= n; column += 8) {
    const bTile = at(b, column);
    let pc = at(c, column);
    let aTile = a;
    let row = 0;
    for (; row + 6 <= m; row += 6) {
      let s00 = f32x4.splat(0), s01 = s00, s10 = s00, s11 = s00;
      let s20 = s00, s21 = s00, s30 = s00, s31 = s00;
      let s40 = s00, s41 = s00, s50 = s00, s51 = s00;
      for (let o = 0; o < outer; o++) {
        let a0 = aTile + (<usize>o) * aOuter;
        let a3 = a0 + 3 * aRow;
        let pb = bTile + (<usize>o) * bOuter;
        for (let k = 0; k < inner; k++) {
          const b0 = v128.load(pb), b1 = v128.load(pb, 16);
          let v = v128.load_splat<f32>(a0);
          s00 = accumulate(s00, v, b0); s01 = accumulate(s01, v, b1);
          v = v128.load_splat<f32>(a0 + aRow);
          s10 = accumulate(s10, v, b0); s11 = accumulate(s11, v, b1);
          v = v128.load_splat<f32>(a0 + 2 * aRow);
          s20 = accumulate(s20, v, b0); s21 = accumulate(s21, v, b1);
          v = v128.load_splat<f32>(a3);
          s30 = accumulate(s30, v, b0); s31 = accumulate(s31, v, b1);
          v = v128.load_splat<f32>(a3 + aRow);
          s40 = accumulate(s40, v, b0); s41 = accumulate(s41, v, b1);
          v = v128.load_splat<f32>(a3 + 2 * aRow);
          s50 = accumulate(s50, v, b0); s51 = accumulate(s51, v, b1);
          a0 += aInner;
          a3 += aInner;
          pb += bInner;
        }
      }
      v128.store(pc, s00); v128.store(pc, s01, 16);
      pc += cRow;
      v128.store(pc, s10); v128.store(pc, s11, 16);
      pc += cRow;
      v128.store(pc, s20); v128.store(pc, s21, 16);
      pc += cRow;
      v128.store(pc, s30); v128.store(pc, s31, 16);
      pc += cRow;
      v128.store(pc, s40); v128.store(pc, s41, 16);
      pc += cRow;
      v128.store(pc, s50); v128.store(pc, s51, 16);
      pc += cRow;
      aTile += 6 * aRow;
    }
    for (; row + 2 <= m; row += 2) {
      let s00 = f32x4.splat(0), s01 = s00, s10 = s00, s11 = s00;
      for (let o = 0; o < outer; o++) {
        let pa = aTile + (<usize>o) * aOuter;
        let pb = bTile + (<usize>o) * bOuter;
        for (let k = 0; k < inner; k++) {
          const b0 = v128.load(pb), b1 = v128.load(pb, 16);
          let v = v128.load_splat<f32>(pa);
          s00 = accumulate(s00, v, b0); s01 = accumulate(s01, v, b1);
          v = v128.load_splat<f32>(pa + aRow);
          s10 = accumulate(s10, v, b0); s11 = accumulate(s11, v, b1);
          pa += aInner;
          pb += bInner;
        }
      }
      v128.store(pc, s00); v128.store(pc, s01, 16);
      pc += cRow;
      v128.store(pc, s10); v128.store(pc, s11, 16);
      pc += cRow;
      aTile += 2 * aRow;
    }
    if (row < m) {
      let s0 = f32x4.splat(0), s1 = s0;
      for (let o = 0; o < outer; o++) {
        let pa = aTile + (<usize>o) * aOuter;
        let pb = bTile + (<usize>o) * bOuter;
        for (let k = 0; k < inner; k++) {
          const v = v128.load_splat<f32>(pa);
          s0 = accumulate(s0, v, v128.load(pb));
          s1 = accumulate(s1, v, v128.load(pb, 16));
          pa += aInner;
          pb += bInner;
        }
      }
      v128.store(pc, s0); v128.store(pc, s1, 16);
    }
  }
  // what is left of the columns, one at a time
  for (; column < n; column++) {
    for (let row = 0; row < m; row++) {
      let sum: f32 = 0;
      for (let o = 0; o < outer; o++) {
        let pa = a + (<usize>row) * aRow + (<usize>o) * aOuter;
        let pb = at(b, column) + (<usize>o) * bOuter;
        for (let k = 0; k < inner; k++) {
          sum += load<f32>(pa) * load<f32>(pb);
          pa += aInner;
          pb += bInner;
        }
      }
      store<f32>(at(c, column) + (<usize>row) * cRow, sum);
    }
  }
}

/**
 * In each of three loops `C += A·Bᵀ`, with A `[m, inner]`, B `[n, inner]` and C `[m, n]`
 * of any strides. The inner axis is `outer` stretches of `inner` floats side by side,
 * a multiple of 4.
 */
export function contractGradient(step: usize, a: usize, b: usize, c: usize): void {
  for (let i = 0; i < field(step, 0); i++) {
    for (let j = 0; j < field(step, 1); j++) {
      for (let k = 0; k < field(step, 2); k++) {
        multiplyTransposed(
          step,
          at(a, i * field(step, 3) + j * field(step, 4) + k * field(step, 5)),
          at(b, i * field(step, 6) + j * field(step, 7) + k * field(step, 8)),
          at(c, i * field(step, 9) + j * field(step, 10) + k * field(step, 11)),
        );
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function addSum(target: usize, v: v128): void {
  store<f32>(
    target,
    load<f32>(target) +
      ((f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1)) +
        (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3))),
  );
}

function multiplyTransposed(step: usize, a: usize, b: usize, c: usize): void {
  const m = field(step, 12);
  const n = field(step, 13);
  const aRow: usize = (<usize>field(step, 14)) << 2;
  const bRow: usize = (<usize>field(step, 15)) << 2;
  const outer = field(step, 16);
  const aOuter: usize = (<usize>field(step, 17)) << 2;
  const bOuter: usize = (<usize>field(step, 18)) << 2;
  const inner: usize = (<usize>field(step, 19)) << 2;
  const cRow: usize = (<usize>field(step, 20)) << 2;
  const cColumn: usize = (<usize>field(step, 21)) << 2;
  let row = 0;
  for (; row + 3 <= m; row += 3) {
    const aTile = a + (<usize>row) * aRow;
    let column = 0;
    for (; column + 4 <= n; column += 4) {
      const bTile = b + (<usize>column) * bRow;
      let s00 = f32x4.splat(0), s01 = s00, s02 = s00, s03 = s00;
      let s10 = s00, s11 = s00, s12 = s00, s13 = s00;
      let s20 = s00, s21 = s00, s22 = s00, s23 = s00;
      for (let o = 0; o < outer; o++) {
        let pa = aTile + (<usize>o) * aOuter;
        let b0 = bTile + (<usize>o) * bOuter;
        let b2 = b0 + 2 * bRow;
        const end = pa + inner;
        while (pa < end) {
          const v0 = v128.load(pa);
          const v1 = v128.load(pa + aRow);
          const v2 = v128.load(pa + 2 * aRow);
          let w = v128.load(b0);
          s00 = accumulate(s00, v0, w); s10 = accumulate(s10, v1, w); s20 = accumulate(s20, v2, w);
          w = v128.load(b0 + bRow);
          s01 = accumulate(s01, v0, w); s11 = accumulate(s11, v1, w); s21 = accumulate(s21, v2, w);
          w = v128.load(b2);
          s02 = accumulate(s02, v0, w); s12 = accumulate(s12, v1, w); s22 = accumulate(s22, v2, w);
          w = v128.load(b2 + bRow);
          s03 = accumulate(s03, v0, w); s13 = accumulate(s13, v1, w); s23 = accumulate(s23, v2, w);
          pa += 16;
          b0 += 16;
          b2 += 16;
        }
      }
      let pc = c + (<usize>row) * cRow + (<usize>column) * cColumn;
      addSum(pc, s00); addSum(pc + cColumn, s01);
      addSum(pc + 2 * cColumn, s02); addSum(pc + 3 * cColumn, s03);
      pc += cRow;
      addSum(pc, s10); addSum(pc + cColumn, s11);
      addSum(pc + 2 * cColumn, s12); addSum(pc + 3 * cColumn, s13);
      pc += cRow;
      addSum(pc, s20); addSum(pc + cColumn, s21);
      addSum(pc + 2 * cColumn, s22); addSum(pc + 3 * cColumn, s23);
    }
    for (; column < n; column++) {
      const bTile = b + (<usize>column) * bRow;
      let s0 = f32x4.splat(0), s1 = s0, s2 = s0;
      for (let o = 0; o < outer; o++) {
        let pa = aTile + (<usize>o) * aOuter;
        let pb = bTile + (<usize>o) * bOuter;
        const end = pa + inner;
        while (pa < end) {
          const w = v128.load(pb);
          s0 = accumulate(s0, v128.load(pa), w);
          s1 = accumulate(s1, v128.load(pa + aRow), w);
          s2 = accumulate(s2, v128.load(pa + 2 * aRow), w);
          pa += 16;
          pb += 16;
        }
      }
      const pc = c + (<usize>row) * cRow + (<usize>column) * cColumn;
      addSum(pc, s0); addSum(pc + cRow, s1); addSum(pc + 2 * cRow, s2);
    }
  }
  for (; row < m; row++) {
    const aTile = a + (<usize>row) * aRow;
    for (let column = 0; column < n; column++) {
      const bTile = b + (<usize>column) * bRow;
      let sum = f32x4.splat(0);
      for (let o = 0; o < outer; o++) {
        let pa = aTile + (<usize>o) * aOuter;
        let pb = bTile + (<usize>o) * bOuter;
        const end = pa + inner;
        while (pa < end) {
          sum = accumulate(sum, v128.load(pa), v128.load(pb));
          pa += 16;
          pb += 16;
        }
      }
      addSum(c + (<usize>row) * cRow + (<usize>column) * cColumn, sum);
    }
  }
}

/**
 * A block of samples, `[count, size]`, turned to `[padded, samples]`; what is over is
 * zero. `samples` is a multiple of 4 that is at least `count`.
 */
export function turnIn(
  x: usize, count: i32, size: i32, padded: i32, samples: i32, out: usize,
): void {
  const row: usize = (<usize>size) << 2;
  const width: usize = (<usize>samples) << 2;
  const whole = size & ~3;
  for (let b = 0; b < samples; b += 4) {
    let to = at(out, b);
    let i = 0;
    if (b + 4 <= count) {
      let from = x + (<usize>b) * row;
      for (; i < whole; i += 4) {
        turnTile(from, row, to, width);
        from += 16;
        to += 4 * width;
      }
    }
    for (; i < padded; i++) {
      for (let n = 0; n < 4; n++) {
        const inside = i < size && b + n < count;
        store<f32>(
          to + ((<usize>n) << 2),
          inside ? load<f32>(at(x, (b + n) * size + i)) : 0,
        );
      }
      to += width;
    }
  }
}

/** The inverse of {@link turnIn}: the first `size` rows of `[…, samples]` to `[count, size]`. */
export function turnOut(
  z: usize, count: i32, size: i32, samples: i32, out: usize,
): void {
  const row: usize = (<usize>size) << 2;
  const width: usize = (<usize>samples) << 2;
  const whole = size & ~3;
  for (let b = 0; b < count; b += 4) {
    let from = at(z, b);
    let i = 0;
    if (b + 4 <= count) {
      let to = out + (<usize>b) * row;
      for (; i < whole; i += 4) {
        turnTile(from, width, to, row);
        from += 4 * width;
        to += 16;
      }
    }
    for (; i < size; i++) {
      for (let n = 0; n < 4 && b + n < count; n++) {
        store<f32>(at(out, (b + n) * size + i), load<f32>(from + ((<usize>n) << 2)));
      }
      from += width;
    }
  }
}

/** A tile of 4 × 4, turned. */
// @ts-ignore: decorator
@inline
function turnTile(from: usize, fromRow: usize, to: usize, toRow: usize): void {
  const r0 = v128.load(from);
  const r1 = v128.load(from + fromRow);
  const r2 = v128.load(from + 2 * fromRow);
  const r3 = v128.load(from + 3 * fromRow);
  const t0 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
  const t1 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
  const t2 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
  const t3 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f32>(t0, t2, 0, 1, 4, 5));
  v128.store(to + toRow, v128.shuffle<f32>(t0, t2, 2, 3, 6, 7));
  v128.store(to + 2 * toRow, v128.shuffle<f32>(t1, t3, 0, 1, 4, 5));
  v128.store(to + 3 * toRow, v128.shuffle<f32>(t1, t3, 2, 3, 6, 7));
}
