// Attention and its gradient for native TensorFlow on a processor: two operations that
// `deno task native` compiles into the addon.
//
// The matrices of an example and a head are small: they are taken out, so that vectors
// are whole, and multiplied within the cache.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <memory>
#include <vector>

#include "tensorflow_kernel.h"
#include "threads.h"
#include "vectors.h"

namespace {

using namespace kronlab;

/** Added to the score of what may not be seen. */
constexpr float UNSEEN = -1e9f;

/** The same for what comes later, so that it has no weight where all before is masked. */
constexpr float LATER = 2 * UNSEEN;

/** q is [batch, targets, heads, keys], v [batch, sources, heads, values]. */
struct Sizes {
  int64_t batch, targets, sources, heads, keys, values;
  Sizes(const std::vector<int64_t>& q, const std::vector<int64_t>& v)
      : batch(q[0]), targets(q[1]), sources(v[1]), heads(q[2]), keys(q[3]),
        values(v[3]) {}
  int64_t pairs() const { return batch * heads; }
  /** Multiply-adds of the scores and the averages. */
  int64_t work() const {
    return pairs() * targets * sources * (keys + values);
  }
};

/** The rows of an example and a head, and the floats from one to the next. */
struct Rows {
  float* at;
  int64_t step;
};

Rows rowsOf(float* all, int64_t pair, int64_t positions, int64_t heads,
            int64_t width) {
  const int64_t first = pair / heads * positions * heads + pair % heads;
  return {all + first * width, heads * width};
}

/** Rows beside each other, with zeros behind them where vectors would not be whole. */
void takeOut(const Rows& from, int64_t rows, int64_t width, float* to) {
  const int64_t stride = padded(width);
  for (int64_t i = 0; i < rows; i++) {
    std::copy_n(from.at + i * from.step, width, to + i * stride);
    std::fill(to + i * stride + width, to + (i + 1) * stride, 0.0f);
  }
}

void putBack(const float* from, int64_t rows, int64_t width, const Rows& to) {
  const int64_t stride = padded(width);
  for (int64_t i = 0; i < rows; i++) {
    std::copy_n(from + i * stride, width, to.at + i * to.step);
  }
}

/** Rows turned, `[width, padded rows]`; what is behind stays as it is. */
void turnOut(const Rows& from, int64_t rows, int64_t width, float* to) {
  turn(from.at, rows, width, from.step, to, padded(rows));
}

/** `C = A·B`: A `[m, inner]` of any strides, B and C with whole vectors of n. */
void multiply(int64_t m, int64_t inner, int64_t n, const float* a, int64_t aRow,
              int64_t aInner, const float* b, float* c) {
  const int64_t p = padded(n);
  multiplyMatrix({1, 0, 0, inner, aInner, p}, m, p, a, aRow, b, c, p);
}

/** Scores `[targets, sources]` of one pair, made weights that add up to 1. */
void softmax(const Sizes& s, float* scores, int64_t stride, const float* seen,
             int64_t seenRow, bool causal, float* weights) {
  const float scale = 1 / std::sqrt(static_cast<float>(s.keys));
  for (int64_t t = 0; t < s.targets; t++) {
    float* row = scores + t * stride;
    float* to = weights + t * s.sources;
    for (int64_t i = 0; i < s.sources; i++) row[i] *= scale;
    for (int64_t i = 0; seen != nullptr && i < s.sources; i++) {
      row[i] += (1 - seen[t * seenRow + i]) * UNSEEN;
    }
    for (int64_t i = t + 1; causal && i < s.sources; i++) row[i] += LATER;
    const float most = *std::max_element(row, row + s.sources);
    float sum = 0;
    for (int64_t i = 0; i < s.sources; i++) {
      to[i] = std::exp(row[i] - most);
      sum += to[i];
    }
    for (int64_t i = 0; i < s.sources; i++) to[i] /= sum;
  }
}

/** `seen` is null, [batch, 1, sources] or [batch, targets, sources]. */
void attend(const Sizes& s, float* q, float* k, float* v, const float* seen,
            int64_t seenRows, bool causal, float* y, float* weights) {
  const int64_t stride = padded(s.sources);
  forParts(s.pairs(), partsOf(s.pairs(), s.work()),
           [=](int64_t, int64_t begin, int64_t end) {
    std::vector<float> turned(s.keys * stride), scores(s.targets * stride),
        out(s.sources * padded(s.values)), result(s.targets * padded(s.values));
    for (int64_t pair = begin; pair < end; pair++) {
      const Rows queries = rowsOf(q, pair, s.targets, s.heads, s.keys);
      turnOut(rowsOf(k, pair, s.sources, s.heads, s.keys), s.sources, s.keys,
              turned.data());
      multiply(s.targets, s.keys, s.sources, queries.at, queries.step, 1,
               turned.data(), scores.data());
      const float* mask =
          seen ? seen + pair / s.heads * seenRows * s.sources : nullptr;
      float* shares = weights + pair * s.targets * s.sources;
      softmax(s, scores.data(), stride, mask, seenRows == 1 ? 0 : s.sources,
              causal, shares);
      takeOut(rowsOf(v, pair, s.sources, s.heads, s.values), s.sources,
              s.values, out.data());
      multiply(s.targets, s.sources, s.values, shares, s.sources, 1, out.data(),
               result.data());
      putBack(result.data(), s.targets, s.values,
              rowsOf(y, pair, s.targets, s.heads, s.values));
    }
  });
}

void attendGradient(const Sizes& s, float* slopes, float* q, float* k, float* v,
                    const float* weights, float* toQ, float* toK, float* toV) {
  const int64_t stride = padded(s.sources);
  const int64_t widest = padded(std::max(s.keys, s.values));
  const int64_t longest = std::max(s.targets, s.sources);
  const float scale = 1 / std::sqrt(static_cast<float>(s.keys));
  forParts(s.pairs(), partsOf(s.pairs(), 2 * s.work()),
           [=](int64_t, int64_t begin, int64_t end) {
    std::vector<float> turned(s.values * stride), downs(s.targets * stride),
        out(longest * widest), result(longest * widest);
    for (int64_t pair = begin; pair < end; pair++) {
      const float* shares = weights + pair * s.targets * s.sources;
      const Rows slope = rowsOf(slopes, pair, s.targets, s.heads, s.values);
      // towards the values, weightsᵀ·slopes
      takeOut(slope, s.targets, s.values, out.data());
      multiply(s.sources, s.targets, s.values, shares, 1, s.sources, out.data(),
               result.data());
      putBack(result.data(), s.sources, s.values,
              rowsOf(toV, pair, s.sources, s.heads, s.values));
      // towards the weights, slopes·valuesᵀ, and from there to the scores
      turnOut(rowsOf(v, pair, s.sources, s.heads, s.values), s.sources,
              s.values, turned.data());
      multiply(s.targets, s.values, s.sources, slope.at, slope.step, 1,
               turned.data(), downs.data());
      for (int64_t t = 0; t < s.targets; t++) {
        const float* share = shares + t * s.sources;
        float* down = downs.data() + t * stride;
        float mean = 0;
        for (int64_t i = 0; i < s.sources; i++) mean += share[i] * down[i];
        for (int64_t i = 0; i < s.sources; i++) {
          down[i] = scale * share[i] * (down[i] - mean);
        }
      }
      // towards the queries, scores·keys, and the keys, scoresᵀ·queries
      takeOut(rowsOf(k, pair, s.sources, s.heads, s.keys), s.sources, s.keys,
              out.data());
      multiply(s.targets, s.sources, s.keys, downs.data(), stride, 1,
               out.data(), result.data());
      putBack(result.data(), s.targets, s.keys,
              rowsOf(toQ, pair, s.targets, s.heads, s.keys));
      takeOut(rowsOf(q, pair, s.targets, s.heads, s.keys), s.targets, s.keys,
              out.data());
      multiply(s.sources, s.targets, s.keys, downs.data(), 1, stride,
               out.data(), result.data());
      putBack(result.data(), s.sources, s.keys,
              rowsOf(toK, pair, s.sources, s.heads, s.keys));
    }
  });
}

/** Whether target t sees sources only up to t. */
struct Order {
  int64_t causal;
};

void* create(TF_OpKernelConstruction* context) {
  return attributesOf<Order>(context, {{"causal", &Order::causal}});
}

/** Queries, keys, values, and a mask or none; the weights are for the gradient. */
void compute(void* kernel, TF_OpKernelContext* context) {
  const bool causal = static_cast<Order*>(kernel)->causal;
  const Status status(TF_NewStatus());
  const auto inputs = inputsOf(context, status);
  if (fine(status)) {
    const Sizes s(shapeOf(inputs[0]), shapeOf(inputs[2]));
    const Tensor y = output(
        context, 0, {s.batch, s.targets, s.heads, s.values}, status);
    const Tensor weights =
        fine(status) ? output(context, 1,
                              {s.batch, s.heads, s.targets, s.sources}, status)
                     : Tensor();
    if (fine(status)) {
      const bool masked = inputs.size() > 3;
      return attend(s, floatsOf(inputs[0]), floatsOf(inputs[1]),
                    floatsOf(inputs[2]),
                    masked ? floatsOf(inputs[3]) : nullptr,
                    masked ? shapeOf(inputs[3])[1] : 0, causal, floatsOf(y),
                    floatsOf(weights));
    }
  }
  TF_OpKernelContext_Failure(context, status.get());
}

/** Slopes, queries, keys, values, weights. */
void computeGradient(void*, TF_OpKernelContext* context) {
  const Status status(TF_NewStatus());
  const auto inputs = inputsOf(context, status);
  const auto gradients = outputsLike(context, inputs, {1, 2, 3}, status);
  if (!fine(status)) return TF_OpKernelContext_Failure(context, status.get());
  attendGradient(Sizes(shapeOf(inputs[1]), shapeOf(inputs[3])),
                 floatsOf(inputs[0]), floatsOf(inputs[1]), floatsOf(inputs[2]),
                 floatsOf(inputs[3]), floatsOf(inputs[4]),
                 floatsOf(gradients[0]), floatsOf(gradients[1]),
                 floatsOf(gradients[2]));
}

/** Both operations, from when the addon is loaded. */
const bool registered = [] {
  registerOperation(
      {"KronlabAttention",
       {"query: float", "key: float", "value: float", "masks: N * float"},
       {"y: float", "weights: float"},
       {"N: int >= 0", "causal: int"}},
      {&create, &guarded<&compute>, &destroy<Order>});
  registerOperation({"KronlabAttentionGradient",
                     {"slopes: float", "query: float", "key: float",
                      "value: float", "weights: float"},
                     {"to_query: float", "to_key: float", "to_value: float"},
                     {}},
                    {nullptr, &guarded<&computeGradient>, nullptr});
  return true;
}();

}  // namespace
