// Sums of Kronecker products of two factors, written out, and their gradients, for native
// TensorFlow on a processor: two operations that `deno task native` compiles into the
// addon.
//
// Row (i1, i2) of the matrix is a small matrix [m1, m2] itself: A[.., i1, ..]ᵀ, [m1, rank],
// times B[.., i2, ..], [rank, m2].

#include <algorithm>
#include <cstdint>
#include <memory>
#include <vector>

#include "tensorflow_kernel.h"
#include "threads.h"
#include "vectors.h"

namespace {

using namespace kronlab;

/** A is [rank, n1, m1], B [rank, n2, m2]; the matrix is cut to rows and columns. */
struct Sizes {
  int64_t rank, n1, m1, n2, m2, rows, columns;
  Sizes(const std::vector<int64_t>& a, const std::vector<int64_t>& b,
        int64_t rows, int64_t columns)
      : rank(a[0]), n1(a[1]), m1(a[2]), n2(b[1]), m2(b[2]), rows(rows),
        columns(columns) {}
  /** Multiply-adds of the matrix. */
  int64_t work() const { return rank * rows * columns; }
};

/** Lines of `width` floats, with zeros behind them where vectors would not be whole. */
const float* paddedLines(const float* from, int64_t lines, int64_t width,
                         std::vector<float>& memory) {
  const int64_t stride = padded(width);
  if (stride == width) return from;
  memory.resize(lines * stride);
  for (int64_t i = 0; i < lines; i++) {
    std::copy_n(from + i * width, width, memory.data() + i * stride);
  }
  return memory.data();
}

void write(const Sizes& s, const float* a, const float* b, float* out) {
  const int64_t p2 = padded(s.m2);
  std::vector<float> memory;
  b = paddedLines(b, s.rank * s.n2, s.m2, memory);
  const bool whole = p2 == s.m2 && s.columns == s.m1 * s.m2;
  const Inner terms = {1, 0, 0, s.rank, s.n1 * s.m1, s.n2 * p2};
  forParts(s.rows, partsOf(s.rows, s.work()),
           [&](int64_t, int64_t begin, int64_t end) {
    std::vector<float> line(whole ? 0 : s.m1 * p2);
    for (int64_t row = begin; row < end; row++) {
      const float* left = a + row / s.n2 * s.m1;
      const float* right = b + row % s.n2 * p2;
      float* to = out + row * s.columns;
      float* product = whole ? to : line.data();
      multiplyMatrix(terms, s.m1, p2, left, 1, right, product, p2);
      if (whole) continue;
      for (int64_t c = 0; c < s.columns; c += s.m2) {
        const int64_t length = std::min(s.m2, s.columns - c);
        std::copy_n(product + c / s.m2 * p2, length, to + c);
      }
    }
  });
}

/** The slopes of the matrix, uncut: [n1, n2, m1, padded m2], zero where nothing is known. */
const float* uncut(const Sizes& s, const float* slopes,
                   std::vector<float>& memory) {
  const int64_t p2 = padded(s.m2), size = s.m1 * p2;
  if (s.rows == s.n1 * s.n2 && s.columns == s.m1 * s.m2 && p2 == s.m2) {
    return slopes;
  }
  memory.resize(s.n1 * s.n2 * size);
  for (int64_t row = 0; row < s.rows; row++) {
    for (int64_t c = 0; c < s.columns; c += s.m2) {
      std::copy_n(slopes + row * s.columns + c, std::min(s.m2, s.columns - c),
                  memory.data() + row * size + c / s.m2 * p2);
    }
  }
  return memory.data();
}

void copyLines(const std::vector<float>& from, int64_t stride, int64_t lines,
              int64_t width, float* to, int64_t toStride) {
  for (int64_t k = 0; k < lines; k++) {
    std::copy_n(from.data() + k * stride, width, to + k * toStride);
  }
}

void writeGradient(const Sizes& s, const float* slopes, const float* a,
                   const float* b, float* toA, float* toB) {
  const int64_t p1 = padded(s.m1), p2 = padded(s.m2), size = s.m1 * p2;
  std::vector<float> memory;
  const float* all = uncut(s, slopes, memory);
  // of A: Σ over i2 of B[k, i2, ..] times the turned [m2, m1]
  forParts(s.n1, partsOf(s.n1, s.work()),
           [&](int64_t, int64_t begin, int64_t end) {
    std::vector<float> turned(s.n2 * s.m2 * p1), result(s.rank * p1);
    const Inner inner = {s.n2, s.m2, s.m2 * p1, s.m2, 1, p1};
    for (int64_t i1 = begin; i1 < end; i1++) {
      for (int64_t i2 = 0; i2 < s.n2; i2++) {
        turn(all + (i1 * s.n2 + i2) * size, s.m1, s.m2, p2,
             turned.data() + i2 * s.m2 * p1, p1);
      }
      multiplyMatrix(inner, s.rank, p1, b, s.n2 * s.m2, turned.data(),
                     result.data(), p1);
      copyLines(result, p1, s.rank, s.m1, toA + i1 * s.m1, s.n1 * s.m1);
    }
  });
  // of B: Σ over i1 of A[k, i1, ..] times [m1, m2]
  forParts(s.n2, partsOf(s.n2, s.work()),
           [&](int64_t, int64_t begin, int64_t end) {
    std::vector<float> result(s.rank * p2);
    const Inner inner = {s.n1, s.m1, s.n2 * size, s.m1, 1, p2};
    for (int64_t i2 = begin; i2 < end; i2++) {
      multiplyMatrix(inner, s.rank, p2, a, s.n1 * s.m1, all + i2 * size,
                     result.data(), p2);
      copyLines(result, p2, s.rank, s.m2, toB + i2 * s.m2, s.n2 * s.m2);
    }
  });
}

/** What the matrix is cut to. */
struct Cut {
  int64_t rows, columns;
};

void* create(TF_OpKernelConstruction* context) {
  return attributesOf<Cut>(context, {{"rows", &Cut::rows},
                                     {"columns", &Cut::columns}});
}

void compute(void* kernel, TF_OpKernelContext* context) {
  const auto [rows, columns] = *static_cast<Cut*>(kernel);
  const Status status(TF_NewStatus());
  const auto inputs = inputsOf(context, status);
  if (fine(status)) {
    const Tensor out = output(context, 0, {rows, columns}, status);
    const Sizes sizes(shapeOf(inputs[0]), shapeOf(inputs[1]), rows, columns);
    if (fine(status)) {
      return write(sizes, floatsOf(inputs[0]), floatsOf(inputs[1]),
                   floatsOf(out));
    }
  }
  TF_OpKernelContext_Failure(context, status.get());
}

void computeGradient(void* kernel, TF_OpKernelContext* context) {
  const auto [rows, columns] = *static_cast<Cut*>(kernel);
  const Status status(TF_NewStatus());
  const auto inputs = inputsOf(context, status);
  if (fine(status)) {
    const auto gradients = outputsLike(context, inputs, {1, 2}, status);
    if (fine(status)) {
      const Sizes sizes(shapeOf(inputs[1]), shapeOf(inputs[2]), rows, columns);
      return writeGradient(sizes, floatsOf(inputs[0]), floatsOf(inputs[1]),
                           floatsOf(inputs[2]), floatsOf(gradients[0]),
                           floatsOf(gradients[1]));
    }
  }
  TF_OpKernelContext_Failure(context, status.get());
}

/** Both operations, from when the addon is loaded. */
const bool registered = [] {
  const std::vector<const char*> attributes = {"N: int >= 1", "rows: int",
                                               "columns: int"};
  registerOperation({"KronlabTwoFactorMatrix",
                     {"factors: N * float"},
                     {"matrix: float"},
                     attributes},
                    {&create, &guarded<&compute>, &destroy<Cut>});
  registerOperation({"KronlabTwoFactorMatrixGradient",
                     {"slopes: float", "factors: N * float"},
                     {"to_factors: N * float"},
                     attributes},
                    {&create, &guarded<&computeGradient>, &destroy<Cut>});
  return true;
}();

}  // namespace
