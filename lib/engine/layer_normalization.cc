// Layer normalization and its gradient for native TensorFlow on a processor: two
// operations that `deno task native` compiles into the addon.
//
// A vector stays in the cache while it is gone over: for its mean, for its deviation, and
// for the result.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "tensorflow_kernel.h"
#include "threads.h"

namespace {

using namespace kronlab;

/** Multiply-adds of an entry, roughly: of the gradient twice as many. */
constexpr int64_t ENTRY_WORK = 8;

/** Sums that are added up side by side, so that the compiler makes vectors of them. */
constexpr int64_t SIDE_BY_SIDE = 32;

/** Vectors whose gradients are added up by themselves, as of `columnSums()`. */
constexpr int64_t BLOCK = 4096;

/** Mean of `f` of 0, …, width - 1. */
template <typename F>
inline float meanOf(int64_t width, F f) {
  float sums[SIDE_BY_SIDE] = {};
  int64_t i = 0;
  for (; i + SIDE_BY_SIDE <= width; i += SIDE_BY_SIDE) {
    for (int64_t j = 0; j < SIDE_BY_SIDE; j++) sums[j] += f(i + j);
  }
  for (; i < width; i++) sums[0] += f(i);
  float sum = 0;
  for (const float part : sums) sum += part;
  return sum / width;
}

/** Mean of a vector, and 1 / √(variance + ε). */
struct Statistics {
  float mean, scale;
  Statistics(const float* x, int64_t width, float epsilon)
      : mean(meanOf(width, [=](int64_t i) { return x[i]; })) {
    const float variance = meanOf(width, [=, this](int64_t i) {
      return (x[i] - mean) * (x[i] - mean);
    });
    scale = 1 / std::sqrt(variance + epsilon);
  }
};

/** One vector, `to` = γ·(from - mean)·scale + β. */
inline void normalizeVector(int64_t width, const float* __restrict from,
                            const float* __restrict gamma,
                            const float* __restrict beta, float epsilon,
                            float* __restrict to) {
  const auto [mean, scale] = Statistics(from, width, epsilon);
  for (int64_t i = 0; i < width; i++) {
    to[i] = (from[i] - mean) * scale * gamma[i] + beta[i];
  }
}

/** How many vectors there are of one width; none that are empty. */
int64_t vectorsOf(const Tensor& x, int64_t width) {
  return width == 0 ? 0 : TF_TensorElementCount(x.get()) / width;
}

/**
 * Memory of one thread, and its sums towards gamma and beta: of one block of vectors, and
 * of the blocks before, as a long sum of floats loses what is small beside it.
 */
struct Gradients {
  std::vector<float> normal, down, toGamma, toBeta, gammaSums, betaSums;
  explicit Gradients(int64_t width)
      : normal(width), down(width), toGamma(width), toBeta(width),
        gammaSums(width), betaSums(width) {}

  /** Adds those of the block to those of the blocks before. */
  void endBlock() {
    for (size_t i = 0; i < toGamma.size(); i++) {
      gammaSums[i] += std::exchange(toGamma[i], 0);
      betaSums[i] += std::exchange(toBeta[i], 0);
    }
  }
};

/** The gradient of one vector. */
inline void vectorGradient(int64_t width, const float* __restrict slope,
                           const float* __restrict from,
                           const float* __restrict gamma, float epsilon,
                           float* __restrict to, float* __restrict normal,
                           float* __restrict down, float* __restrict toGamma,
                           float* __restrict toBeta) {
  const auto [mean, scale] = Statistics(from, width, epsilon);
  for (int64_t i = 0; i < width; i++) {
    normal[i] = (from[i] - mean) * scale;
    down[i] = slope[i] * gamma[i];
    toGamma[i] += slope[i] * normal[i];
    toBeta[i] += slope[i];
  }
  const float level = meanOf(width, [=](int64_t i) { return down[i]; });
  const float along =
      meanOf(width, [=](int64_t i) { return down[i] * normal[i]; });
  for (int64_t i = 0; i < width; i++) {
    to[i] = scale * (down[i] - level - along * normal[i]);
  }
}

void normalize(int64_t vectors, int64_t width, const float* x,
               const float* gamma, const float* beta, float epsilon, float* y) {
  const int64_t work = ENTRY_WORK * vectors * width;
  forParts(vectors, partsOf(vectors, work),
           [=](int64_t, int64_t begin, int64_t end) {
    for (int64_t v = begin; v < end; v++) {
      normalizeVector(width, x + v * width, gamma, beta, epsilon, y + v * width);
    }
  });
}

void normalizeGradient(int64_t vectors, int64_t width, const float* slopes,
                       const float* x, const float* gamma, float epsilon,
                       float* toX, float* toGamma, float* toBeta) {
  const int64_t work = 2 * ENTRY_WORK * vectors * width;
  const int64_t parts = partsOf(vectors, work);
  std::vector<Gradients> all(parts, Gradients(width));
  forParts(vectors, parts, [&](int64_t part, int64_t begin, int64_t end) {
    Gradients& own = all[part];
    for (int64_t v = begin; v < end; v++) {
      vectorGradient(width, slopes + v * width, x + v * width, gamma, epsilon,
                     toX + v * width, own.normal.data(), own.down.data(),
                     own.toGamma.data(), own.toBeta.data());
      if (v + 1 == end || (v + 1 - begin) % BLOCK == 0) own.endBlock();
    }
  });
  for (int64_t i = 0; i < width; i++) {
    toGamma[i] = toBeta[i] = 0;
    for (const Gradients& gradients : all) {
      toGamma[i] += gradients.gammaSums[i];
      toBeta[i] += gradients.betaSums[i];
    }
  }
}

void* create(TF_OpKernelConstruction* context) {
  const Status status(TF_NewStatus());
  auto epsilon = std::make_unique<float>();
  TF_OpKernelConstruction_GetAttrFloat(context, "epsilon", epsilon.get(),
                                       status.get());
  if (fine(status)) return epsilon.release();
  TF_OpKernelConstruction_Failure(context, status.get());
  return nullptr;
}

void compute(void* kernel, TF_OpKernelContext* context) {
  const float epsilon = *static_cast<float*>(kernel);
  const Status status(TF_NewStatus());
  const auto inputs = inputsOf(context, status);
  if (fine(status)) {
    const auto shape = shapeOf(inputs[0]);
    const Tensor y = output(context, 0, shape, status);
    if (fine(status)) {
      const int64_t width = shape.back();
      const int64_t vectors = vectorsOf(inputs[0], width);
      return normalize(vectors, width, floatsOf(inputs[0]), floatsOf(inputs[1]),
                       floatsOf(inputs[2]), epsilon, floatsOf(y));
    }
  }
  TF_OpKernelContext_Failure(context, status.get());
}

void computeGradient(void* kernel, TF_OpKernelContext* context) {
  const float epsilon = *static_cast<float*>(kernel);
  const Status status(TF_NewStatus());
  const auto inputs = inputsOf(context, status); // slopes, x, gamma
  const auto gradients = outputsLike(context, inputs, {1, 2, 2}, status);
  if (!fine(status)) return TF_OpKernelContext_Failure(context, status.get());
  const int64_t width = shapeOf(inputs[2]).back();
  const int64_t vectors = vectorsOf(inputs[1], width);
  normalizeGradient(vectors, width, floatsOf(inputs[0]), floatsOf(inputs[1]),
                    floatsOf(inputs[2]), epsilon, floatsOf(gradients[0]),
                    floatsOf(gradients[1]), floatsOf(gradients[2]));
}

/** Both operations, from when the addon is loaded. */
const bool registered = [] {
  const std::vector<const char*> attributes = {"epsilon: float"};
  registerOperation({"KronlabLayerNormalization",
                     {"x: float", "gamma: float", "beta: float"},
                     {"y: float"},
                     attributes},
                    {&create, &guarded<&compute>, &destroy<float>});
  registerOperation({"KronlabLayerNormalizationGradient",
                     {"slopes: float", "x: float", "gamma: float"},
                     {"to_x: float", "to_gamma: float", "to_beta: float"},
                     attributes},
                    {&create, &guarded<&computeGradient>, &destroy<float>});
  return true;
}();

}  // namespace
