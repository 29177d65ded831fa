// Kernels of our own for the wasm backend, in AssemblyScript: `deno task kernels`
// compiles this file into kernels_binary.ts.
//
// They work in the memory of TensorFlow.js and own none: no static data, no heap.
// Pointers are byte addresses, sizes and strides count floats. A row of a matrix in
// scratch memory is padded to whole vectors of 4 floats; what the padding holds
// never reaches a result, as only the outer axes of a product are padded.

/** `n` rounded up to whole vectors. */
// @ts-ignore: decorator
@inline
function padded(n: i32): i32 {
  return (n + 3) & ~3;
}

// @ts-ignore: decorator
@inline
function at(base: usize, index: i32): usize {
  return base + ((<usize>index) << 2);
}

// @ts-ignore: decorator
@inline
function accumulate(sum: v128, a: v128, b: v128): v128 {
  return v128.add<f32>(sum, v128.mul<f32>(a, b));
}

/**
 * C = A·B. A is [m, inner] with any strides, B is [inner, n], C is [m, n], both with
 * rows of `n` rounded up to whole vectors.
 */
function multiply(
  m: i32, inner: i32, n: i32,
  a: usize, rowStride: i32, innerStride: i32, b: usize, c: usize,
): void {
  const width = padded(n);
  const aStep: usize = (<usize>innerStride) << 2;
  const bStep: usize = (<usize>width) << 2;
  let i = 0;
  for (; i + 4 <= m; i += 4) {
    const a0 = at(a, i * rowStride);
    const a1 = at(a0, rowStride);
    const a2 = at(a1, rowStride);
    const a3 = at(a2, rowStride);
    let j = 0;
    for (; j + 8 <= width; j += 8) {
      let s00 = f32x4.splat(0), s01 = s00, s10 = s00, s11 = s00;
      let s20 = s00, s21 = s00, s30 = s00, s31 = s00;
      let pb = at(b, j);
      let pa: usize = 0;
      for (let k = 0; k < inner; k++) {
        const b0 = v128.load(pb), b1 = v128.load(pb, 16);
        const v0 = v128.load_splat<f32>(a0 + pa);
        const v1 = v128.load_splat<f32>(a1 + pa);
        const v2 = v128.load_splat<f32>(a2 + pa);
        const v3 = v128.load_splat<f32>(a3 + pa);
        s00 = accumulate(s00, v0, b0); s01 = accumulate(s01, v0, b1);
        s10 = accumulate(s10, v1, b0); s11 = accumulate(s11, v1, b1);
        s20 = accumulate(s20, v2, b0); s21 = accumulate(s21, v2, b1);
        s30 = accumulate(s30, v3, b0); s31 = accumulate(s31, v3, b1);
        pa += aStep;
        pb += bStep;
      }
      let pc = at(c, i * width + j);
      v128.store(pc, s00); v128.store(pc, s01, 16);
      pc += bStep;
      v128.store(pc, s10); v128.store(pc, s11, 16);
      pc += bStep;
      v128.store(pc, s20); v128.store(pc, s21, 16);
      pc += bStep;
      v128.store(pc, s30); v128.store(pc, s31, 16);
    }
    if (j < width) {
      let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0;
      let pb = at(b, j);
      let pa: usize = 0;
      for (let k = 0; k < inner; k++) {
        const b0 = v128.load(pb);
        s0 = accumulate(s0, v128.load_splat<f32>(a0 + pa), b0);
        s1 = accumulate(s1, v128.load_splat<f32>(a1 + pa), b0);
        s2 = accumulate(s2, v128.load_splat<f32>(a2 + pa), b0);
        s3 = accumulate(s3, v128.load_splat<f32>(a3 + pa), b0);
        pa += aStep;
        pb += bStep;
      }
      const pc = at(c, i * width + j);
      v128.store(pc, s0);
      v128.store(pc + bStep, s1);
      v128.store(pc + 2 * bStep, s2);
      v128.store(pc + 3 * bStep, s3);
    }
  }
  for (; i < m; i++) {
    for (let j = 0; j < width; j += 4) {
      let sum = f32x4.splat(0);
      let pa = at(a, i * rowStride);
      let pb = at(b, j);
      for (let k = 0; k < inner; k++) {
        sum = accumulate(sum, v128.load_splat<f32>(pa), v128.load(pb));
        pa += aStep;
        pb += bStep;
      }
      v128.store(at(c, i * width + j), sum);
    }
  }
}

// Factors are described by 5 numbers each: address of the values, address of the
// gradient, floats from row to row, floats from term to term, columns.
const FIELDS: i32 = 5;

// @ts-ignore: decorator
@inline
function field(factors: usize, factor: i32, which: i32): i32 {
  return load<i32>(at(factors, factor * FIELDS + which));
}

/** Address of the row that a digit picks, in the values (which = 0) or the gradient (1). */
// @ts-ignore: decorator
@inline
function leafOf(factors: usize, factor: i32, which: i32, digits: usize): usize {
  const row = load<i32>(at(digits, factor));
  return at(<usize>field(factors, factor, which), row * field(factors, factor, 2));
}

/**
 * Writes the products of the leaves `from … to - 1`, by term, one level after the
 * other: level l is [rank, product of the columns up to l]. Returns where the last
 * level begins. With no leaf it is a column of ones.
 */
function chain(
  factors: usize, from: i32, to: i32, digits: usize, rank: i32, levels: usize,
): usize {
  if (from == to) {
    for (let k = 0; k < rank; k++) store<f32>(at(levels, 4 * k), 1);
    return levels;
  }
  let level = levels;
  let size = 1;
  let before: usize = 0;
  for (let j = from; j < to; j++) {
    const leaf = leafOf(factors, j, 0, digits);
    const termStride = field(factors, j, 3);
    const columns = field(factors, j, 4);
    const width = padded(size * columns);
    for (let k = 0; k < rank; k++) {
      const source = at(leaf, k * termStride);
      let target = at(level, k * width);
      if (j == from) {
        memory.copy(target, source, (<usize>columns) << 2);
        continue;
      }
      const prefix = at(before, k * padded(size));
      for (let p = 0; p < size; p++) {
        const value = load<f32>(at(prefix, p));
        for (let q = 0; q < columns; q++) {
          store<f32>(target, value * load<f32>(at(source, q)));
          target += 4;
        }
      }
    }
    size *= columns;
    before = level;
    level = at(level, rank * width);
  }
  return before;
}

/**
 * Adds to the gradients of the leaves `from … to - 1` what the gradient of the last
 * level of their chain gives. Overwrites `gradient` and `spare`.
 */
function chainGradient(
  factors: usize, from: i32, to: i32, digits: usize, rank: i32, levels: usize,
  gradient: usize, spare: usize,
): void {
  for (let j = to - 1; j >= from; j--) {
    const columns = field(factors, j, 4);
    const termStride = field(factors, j, 3);
    const leaf = leafOf(factors, j, 0, digits);
    const leafGradient = leafOf(factors, j, 1, digits);
    // the level before this one, and its size
    let before = levels;
    let size = 1;
    for (let l = from; l < j; l++) {
      if (l > from) before = at(before, rank * padded(size));
      size *= field(factors, l, 4);
    }
    for (let k = 0; k < rank; k++) {
      const values = at(leaf, k * termStride);
      const target = at(leafGradient, k * termStride);
      const prefix = at(before, k * padded(size));
      let down = at(gradient, k * padded(size * columns));
      for (let p = 0; p < size; p++) {
        const weight: f32 = j == from ? 1 : load<f32>(at(prefix, p));
        let sum: f32 = 0;
        for (let q = 0; q < columns; q++) {
          const slope = load<f32>(down);
          sum += slope * load<f32>(at(values, q));
          store<f32>(at(target, q), load<f32>(at(target, q)) + weight * slope);
          down += 4;
        }
        store<f32>(at(spare, k * padded(size) + p), sum);
      }
    }
    const swap = gradient;
    gradient = spare;
    spare = swap;
  }
}

/** Product of the columns of the factors `from … to - 1`. */
function width(factors: usize, from: i32, to: i32): i32 {
  let product = 1;
  for (let j = from; j < to; j++) product *= field(factors, j, 4);
  return product;
}

/** Floats that the levels of a chain take. */
function chainSize(factors: usize, from: i32, to: i32, rank: i32): i32 {
  if (from == to) return 4 * rank;
  let size = 1;
  let total = 0;
  for (let j = from; j < to; j++) {
    size *= field(factors, j, 4);
    total += rank * padded(size);
  }
  return total;
}

/**
 * Floats of scratch memory that {@link rows} and {@link rowsGradient} need, at most; it may
 * be more than there are addresses, so that 32 bits would cut it.
 */
export function rowsScratch(order: i32, split: i32, rank: i32, factors: usize): f64 {
  let a: f64 = 1;
  let b: f64 = 1;
  let levels: f64 = 4 * <f64>rank;
  for (let j = 0; j < order; j++) {
    const columns = <f64>field(factors, j, 4);
    if (j < split) a *= columns;
    else b *= columns;
    levels += rank * ((j < split ? a : b) + 3);
  }
  return levels + a * (b + 3) + b * (a + 3) + 2 * rank * (a + b + 6);
}

/**
 * Row of each id: the sum over the terms of the products of its leaves. The first
 * `split` leaves make P [rank, a], the others S [rank, b], the row is Pᵀ·S, cut to
 * `columns`.
 */
export function rows(
  count: i32, order: i32, split: i32, rank: i32, columns: i32,
  factors: usize, digits: usize, scratch: usize, out: usize,
): void {
  const a = width(factors, 0, split);
  const b = width(factors, split, order);
  const leftLevels = scratch;
  const rightLevels = at(leftLevels, chainSize(factors, 0, split, rank));
  const row = at(rightLevels, chainSize(factors, split, order, rank));
  for (let n = 0; n < count; n++) {
    const left = chain(factors, 0, split, digits, rank, leftLevels);
    const right = chain(factors, split, order, digits, rank, rightLevels);
    multiply(a, rank, b, left, 1, padded(a), right, row);
    for (let i = 0; i * b < columns; i++) {
      const length = min(b, columns - i * b);
      memory.copy(at(out, i * b), at(row, i * padded(b)), (<usize>length) << 2);
    }
    digits = at(digits, order);
    out = at(out, columns);
  }
}

/** Adds to the gradients of the factors what the gradient of each id's row gives. */
export function rowsGradient(
  count: i32, order: i32, split: i32, rank: i32, columns: i32,
  factors: usize, digits: usize, scratch: usize, slopes: usize,
): void {
  const a = width(factors, 0, split);
  const b = width(factors, split, order);
  const leftLevels = scratch;
  const rightLevels = at(leftLevels, chainSize(factors, 0, split, rank));
  const row = at(rightLevels, chainSize(factors, split, order, rank));
  const turned = at(row, a * padded(b));
  const leftSlopes = at(turned, b * padded(a));
  const rightSlopes = at(leftSlopes, rank * padded(a));
  const spare = at(rightSlopes, rank * padded(b));
  // what the cut leaves out has no gradient: it stays zero
  memory.fill(row, 0, (<usize>(a * padded(b) + b * padded(a))) << 2);
  for (let n = 0; n < count; n++) {
    const left = chain(factors, 0, split, digits, rank, leftLevels);
    const right = chain(factors, split, order, digits, rank, rightLevels);
    for (let i = 0; i * b < columns; i++) {
      const length = min(b, columns - i * b);
      memory.copy(at(row, i * padded(b)), at(slopes, i * b), (<usize>length) << 2);
      for (let j = 0; j < length; j++) {
        store<f32>(at(turned, j * padded(a) + i), load<f32>(at(slopes, i * b + j)));
      }
    }
    multiply(rank, b, a, right, padded(b), 1, turned, leftSlopes);
    multiply(rank, a, b, left, padded(a), 1, row, rightSlopes);
    chainGradient(factors, 0, split, digits, rank, leftLevels, leftSlopes, spare);
    chainGradient(factors, split, order, digits, rank, rightLevels, rightSlopes, spare);
    digits = at(digits, order);
    slopes = at(slopes, columns);
  }
}
