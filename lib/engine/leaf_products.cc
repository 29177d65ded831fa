// Rows of factored tables, and their gradients, for native TensorFlow on a processor:
// two operations that `deno task native` compiles into the addon.
//
// As in kernels.as, a row is Pᵀ·S: P [rank, left] holds the products of the first
// leaves, S [rank, right] those of the others. No more than one row's is in memory.

#include <algorithm>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "tensorflow_kernel.h"
#include "vectors.h"

namespace {

using namespace kronlab;

/** How a factor lies: floats from row to row and from term to term, and its columns. */
struct Factor {
  int64_t row, term, columns;
};

/** Products of some leaves of a row: level l is [rank, product of columns up to l]. */
class Chain {
 public:
  Chain(const Factor* factors, size_t count, int64_t rank)
      : factors(factors), count(count), rank(rank) {
    for (size_t l = 0; l < count; l++) {
      width *= factors[l].columns;
      widths.push_back(width);
      levels.emplace_back(rank * padded(width));
    }
    // the product of no leaf is 1
    if (count == 0) levels.emplace_back(rank * padded(1), 1.0f);
    spare.resize(rank * padded(width));
  }

  /** Product of all columns; rows of a level begin a `padded` width apart. */
  int64_t width = 1;

  const float* last() const { return levels.back().data(); }

  void multiply(const float* const* values, const int32_t* digits) {
    for (size_t l = 0; l < count; l++) {
      const auto [row, term, columns] = factors[l];
      const float* leaf = values[l] + digits[l] * row;
      for (int64_t k = 0; k < rank; k++, leaf += term) {
        float* target = levels[l].data() + k * padded(widths[l]);
        if (l == 0) {
          std::copy_n(leaf, columns, target);
          continue;
        }
        const float* before = levels[l - 1].data() + k * padded(widths[l - 1]);
        for (int64_t p = 0; p < widths[l - 1]; p++) {
          for (int64_t q = 0; q < columns; q++) *target++ = before[p] * leaf[q];
        }
      }
    }
  }

  /** Adds to the gradients of the leaves what that of the last level, overwritten, gives. */
  void addGradient(const float* const* values, const int32_t* digits,
                   std::vector<float>& slopes, float* const* gradients) {
    for (size_t l = count; l-- > 0;) {
      const auto [row, term, columns] = factors[l];
      const float* leaf = values[l] + digits[l] * row;
      float* toLeaf = gradients[l] + digits[l] * row;
      for (int64_t k = 0; k < rank; k++, leaf += term, toLeaf += term) {
        const float* slope = slopes.data() + k * padded(widths[l]);
        if (l == 0) {
          for (int64_t q = 0; q < columns; q++) toLeaf[q] += slope[q];
          continue;
        }
        const int64_t stride = padded(widths[l - 1]);
        const float* before = levels[l - 1].data() + k * stride;
        for (int64_t p = 0; p < widths[l - 1]; p++, slope += columns) {
          float sum = 0;
          for (int64_t q = 0; q < columns; q++) {
            sum += slope[q] * leaf[q];
            toLeaf[q] += slope[q] * before[p];
          }
          spare[k * stride + p] = sum;
        }
      }
      std::swap(slopes, spare);
    }
  }

 private:
  const Factor* factors;
  size_t count;
  int64_t rank;
  std::vector<int64_t> widths;
  std::vector<std::vector<float>> levels;
  std::vector<float> spare;
};

/** What the attributes tell. */
struct Table {
  int64_t rowAxis, split, columns;
};

/** The factors of a table and the rows that are asked for. */
class Rows {
 public:
  /** `digits` is [ids, order], the factors stand behind it. */
  Rows(const Table& table, const std::vector<Tensor>& inputs, size_t digits)
      : columns(table.columns),
        digits(static_cast<int32_t*>(TF_TensorData(inputs[digits].get()))),
        ids(TF_Dim(inputs[digits].get(), 0)),
        values(factorsOf(inputs, digits + 1)),
        factors(factorSizes(table, inputs, digits + 1)),
        rank(TF_Dim(inputs[digits + 1].get(), 1 - table.rowAxis)),
        split(table.split),
        left(factors.data(), split, rank),
        right(factors.data() + split, factors.size() - split, rank),
        row(left.width * padded(right.width)) {}

  void multiply(float* out) {
    const int64_t a = padded(left.width), b = padded(right.width);
    const Inner terms = {1, 0, 0, rank, a, b};
    for (int64_t n = 0; n < ids; n++, out += columns) {
      multiplyLeaves(n);
      multiplyMatrix(terms, left.width, b, left.last(), 1, right.last(),
                     row.data(), b);
      forStretches([&](float* stretch, int64_t from, int64_t length) {
        std::copy_n(stretch, length, out + from);
      });
    }
  }

  void addGradient(const float* slopes, const std::vector<float*>& gradients) {
    const int64_t a = padded(left.width), b = padded(right.width);
    std::vector<float> turned(right.width * a);
    std::vector<float> toLeft(rank * a), toRight(rank * b);
    const Inner rightColumns = {1, 0, 0, right.width, 1, a};
    const Inner leftColumns = {1, 0, 0, left.width, 1, b};
    for (int64_t n = 0; n < ids; n++, slopes += columns) {
      multiplyLeaves(n);
      forStretches([&](float* stretch, int64_t from, int64_t length) {
        std::copy_n(slopes + from, length, stretch);
      });
      turn(row.data(), left.width, right.width, b, turned.data(), a);
      multiplyMatrix(rightColumns, rank, a, right.last(), b, turned.data(),
                     toLeft.data(), a);
      multiplyMatrix(leftColumns, rank, b, left.last(), a, row.data(),
                     toRight.data(), b);
      const int32_t* of = digits + n * factors.size();
      left.addGradient(values.data(), of, toLeft, gradients.data());
      right.addGradient(values.data() + split, of + split, toRight,
                        gradients.data() + split);
    }
  }

 private:
  static std::vector<Factor> factorSizes(const Table& table,
                                         const std::vector<Tensor>& inputs,
                                         size_t first) {
    std::vector<Factor> factors;
    for (size_t i = first; i < inputs.size(); i++) {
      const auto shape = shapeOf(inputs[i]);
      const int64_t outer = shape[1] * shape[2], inner = shape[2];
      factors.push_back(table.rowAxis == 0 ? Factor{outer, inner, inner}
                                           : Factor{inner, outer, inner});
    }
    return factors;
  }

  void multiplyLeaves(int64_t n) {
    const int32_t* of = digits + n * factors.size();
    left.multiply(values.data(), of);
    right.multiply(values.data() + split, of + split);
  }

  /** Calls `f` with each line of the row, where it begins there, and what is kept of it. */
  template <typename F>
  void forStretches(F f) {
    const int64_t b = right.width;
    for (int64_t i = 0; i * b < columns; i++) {
      f(row.data() + i * padded(b), i * b, std::min(b, columns - i * b));
    }
  }

  const int64_t columns;
  const int32_t* digits;
  const int64_t ids;
  const std::vector<const float*> values;
  const std::vector<Factor> factors;
  const int64_t rank, split;
  Chain left, right;
  /** [left, right], padded; beyond the columns that are kept it is zero in gradients. */
  std::vector<float> row;
};

void* create(TF_OpKernelConstruction* context) {
  return attributesOf<Table>(context, {{"row_axis", &Table::rowAxis},
                                       {"split", &Table::split},
                                       {"columns", &Table::columns}});
}

void compute(void* kernel, TF_OpKernelContext* context) {
  const Table& table = *static_cast<Table*>(kernel);
  const Status status(TF_NewStatus());
  const auto inputs = inputsOf(context, status);
  if (fine(status)) {
    Rows rows(table, inputs, 0);
    const int64_t ids = TF_Dim(inputs[0].get(), 0);
    const Tensor out = output(context, 0, {ids, table.columns}, status);
    if (fine(status)) return rows.multiply(floatsOf(out));
  }
  TF_OpKernelContext_Failure(context, status.get());
}

void computeGradient(void* kernel, TF_OpKernelContext* context) {
  const Table& table = *static_cast<Table*>(kernel);
  const Status status(TF_NewStatus());
  const auto inputs = inputsOf(context, status);
  std::vector<Tensor> gradients;
  std::vector<float*> to;
  for (size_t i = 2; i < inputs.size() && fine(status); i++) {
    gradients.push_back(output(context, i - 2, shapeOf(inputs[i]), status));
    if (!fine(status)) break;
    to.push_back(floatsOf(gradients.back()));
    std::fill_n(to.back(), TF_TensorElementCount(inputs[i].get()), 0.0f);
  }
  if (!fine(status)) return TF_OpKernelContext_Failure(context, status.get());
  Rows(table, inputs, 1).addGradient(floatsOf(inputs[0]), to);
}

/** Both operations, from when the addon is loaded. */
const bool registered = [] {
  const std::vector<const char*> attributes = {
      "N: int >= 1", "row_axis: int", "split: int", "columns: int"};
  registerOperation({"KronlabLeafProducts",
                     {"digits: int32", "factors: N * float"},
                     {"rows: float"},
                     attributes},
                    {&create, &guarded<&compute>, &destroy<Table>});
  registerOperation(
      {"KronlabLeafProductsGradient",
       {"slopes: float", "digits: int32", "factors: N * float"},
       {"to_factors: N * float"},
       attributes},
      {&create, &guarded<&computeGradient>, &destroy<Table>});
  return true;
}();

}  // namespace
