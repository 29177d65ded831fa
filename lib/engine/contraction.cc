// Products of vectors with factors, one after the other, for native TensorFlow on a
// processor: two operations that `deno task native` compiles into the addon.
//
// As in contraction.as, a block of samples is turned so that the samples are the
// innermost axis, and every step is a product of small matrices within the cache,
// described by 22 numbers of contraction_steps.ts.

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <functional>
#include <memory>
#include <numeric>
#include <vector>

#include "tensorflow_kernel.h"
#include "threads.h"
#include "vectors.h"

namespace {

using namespace kronlab;

/** Calls `f` with the places in A, B and C of each product of a step's three loops. */
template <typename F>
inline void forProducts(const int64_t* step, const float* a, const float* b,
                        float* c, F f) {
  for (int64_t i = 0; i < step[0]; i++) {
    for (int64_t j = 0; j < step[1]; j++) {
      for (int64_t k = 0; k < step[2]; k++) {
        f(a + i * step[3] + j * step[4] + k * step[5],
          b + i * step[6] + j * step[7] + k * step[8],
          c + i * step[9] + j * step[10] + k * step[11]);
      }
    }
  }
}

/** In each of three loops `C = A·B`, A of any strides, `n` a multiple of LANES. */
void contract(const int64_t* step, const float* a, const float* b, float* c) {
  const int64_t m = step[12], n = step[13], aRow = step[14], cRow = step[15];
  const Inner in = {step[16], step[17], step[18], step[19], step[20], step[21]};
  forProducts(step, a, b, c, [&](const float* a, const float* b, float* c) {
    multiplyMatrix(in, m, n, a, aRow, b, c, cRow);
  });
}

/** Rows and columns of the largest tile of sums of products. */
constexpr int ROWS = 4;
constexpr int COLUMNS = LANES / ROWS;

/** `C += A·Bᵀ` for R rows and N columns; the inner axis is stretches side by side. */
template <int R, int N>
inline void dotTile(const int64_t* step, const float* a, const float* b,
                    float* c) {
  const int64_t aRow = step[14], bRow = step[15], outer = step[16];
  const int64_t aOuter = step[17], bOuter = step[18], inner = step[19];
  const int64_t cRow = step[20], cColumn = step[21];
  Vector sums[LANES] = {};
  for (int64_t o = 0; o < outer; o++) {
    const float* pa = a + o * aOuter;
    const float* pb = b + o * bOuter;
    for (int64_t k = 0; k < inner; k += LANES) {
      Vector rows[R];
      for (int r = 0; r < R; r++) rows[r] = vectorAt(pa + r * aRow + k);
      for (int n = 0; n < N; n++) {
        const Vector column = vectorAt(pb + n * bRow + k);
        for (int r = 0; r < R; r++) sums[COLUMNS * r + n] += rows[r] * column;
      }
    }
  }
  const Vector totals = sumsOf(sums);
  for (int r = 0; r < R; r++) {
    for (int n = 0; n < N; n++) {
      c[r * cRow + n * cColumn] += totals[COLUMNS * r + n];
    }
  }
}

/** In each of three loops `C += A·Bᵀ`, C of any strides. */
void contractGradient(const int64_t* step, const float* a, const float* b,
                      float* c) {
  const int64_t m = step[12], n = step[13], aRow = step[14], bRow = step[15];
  const int64_t cRow = step[20], cColumn = step[21];
  forProducts(step, a, b, c, [&](const float* a, const float* b, float* c) {
    for (int64_t row = 0; row < m;) {
      const bool rows = row + ROWS <= m;
      for (int64_t column = 0; column < n;) {
        const bool columns = column + COLUMNS <= n;
        const auto tile = rows ? columns ? dotTile<ROWS, COLUMNS>
                                         : dotTile<ROWS, 1>
                          : columns ? dotTile<1, COLUMNS>
                                    : dotTile<1, 1>;
        tile(step, a + row * aRow, b + column * bRow,
             c + row * cRow + column * cColumn);
        column += columns ? COLUMNS : 1;
      }
      row += rows ? ROWS : 1;
    }
  });
}

/** Lets the processor fetch what is read, or written if Write is 1, in a moment. */
template <int Write>
inline void fetch(const float* from, int64_t floats) {
  for (int64_t i = 0; i < floats; i += LANES) {
    __builtin_prefetch(from + i, Write, 2);
  }
}

/** A block of samples, `[count, size]`, turned to `[padded, samples]`; the rest is zero. */
void turnIn(const float* x, int64_t count, int64_t size, int64_t padded,
            int64_t samples, float* out) {
  turn(x, count, size, size, out, samples);
  for (int64_t i = 0; i < size; i++) {
    std::fill(out + i * samples + count, out + (i + 1) * samples, 0.0f);
  }
  std::fill_n(out + size * samples, (padded - size) * samples, 0.0f);
}

/** One factor's part of a contraction. */
struct Step {
  int64_t factor;
  int64_t forward[22], toInput[22], toFactor[22];
};

/** Numbers of a step. */
constexpr int64_t FIELDS = sizeof(Step) / sizeof(int64_t);

/**
 * What the attributes tell: samples of a block, multiply-adds and outputs of a sample,
 * whether states between steps are kept for the gradient, sizes of the states, steps.
 */
struct Plan {
  int64_t samples, work, outputs, keeps;
  std::vector<int64_t> stateSizes;
  std::vector<Step> steps;
  int64_t peak() const {
    return *std::max_element(stateSizes.begin(), stateSizes.end());
  }
  /** Floats of a block's states between the steps. */
  int64_t between() const {
    return std::accumulate(stateSizes.begin() + 1, stateSizes.end() - 1,
                           int64_t{0});
  }
};

/** Floats that a thread keeps for the next call; more of them are let go. */
constexpr size_t MOST_KEPT = 1 << 20;

/** Memory of one thread: the states, and for gradients two more as large as the largest. */
class States {
 public:
  States(const Plan& plan, bool gradient) {
    const int64_t peak = gradient ? plan.peak() : 0;
    int64_t size = LANES + 2 * peak;
    for (const int64_t state : plan.stateSizes) size += state;
    // kept for the next call, as new pages cost as much as a small contraction
    if (static_cast<int64_t>(memory.size()) < size) {
      memory.clear();
      memory.resize(size);
    }
    const auto address = reinterpret_cast<uintptr_t>(memory.data());
    float* next = memory.data() + (-address % (4 * LANES)) / 4;
    for (const int64_t state : plan.stateSizes) {
      at.push_back(next);
      next += state;
    }
    spare[0] = next;
    spare[1] = next + peak;
  }
  ~States() {
    if (memory.size() > MOST_KEPT) std::vector<float>().swap(memory);
  }
  States(const States&) = delete;
  /** Puts the states between the steps where they are kept, if they are. */
  void keep(const Plan& plan, float* kept, int64_t begin) {
    if (kept == nullptr) return;
    kept += begin / plan.samples * plan.between();
    for (size_t i = 1; i < plan.steps.size(); i++) {
      at[i] = kept;
      kept += plan.stateSizes[i];
    }
  }
  std::vector<float*> at;
  float* spare[2];

 private:
  static inline thread_local std::vector<float> memory;
};

int64_t blocksOf(const Plan& plan, int64_t vectors) {
  return (vectors + plan.samples - 1) / plan.samples;
}

/** Calls `f` with the number of each part and its range of vectors, whole blocks. */
void forVectors(const Plan& plan, int64_t vectors, int64_t parts,
                const std::function<void(int64_t, int64_t, int64_t)>& f) {
  forParts(blocksOf(plan, vectors), parts,
           [&](int64_t part, int64_t begin, int64_t end) {
    f(part, plan.samples * begin, std::min(plan.samples * end, vectors));
  });
}

/** From the first state to the one behind the first `count` steps. */
void contractStates(const Plan& plan, size_t count,
                    const std::vector<const float*>& factors, States& states) {
  for (size_t i = 0; i < count; i++) {
    const Step& step = plan.steps[i];
    contract(step.forward, factors[step.factor], states.at[i],
             states.at[i + 1]);
  }
}

void multiply(const Plan& plan, const float* x, int64_t vectors, int64_t width,
              const std::vector<const float*>& factors, const float* bias,
              float* y, float* kept) {
  const int64_t inputs = plan.stateSizes.front() / plan.samples;
  const int64_t parts = partsOf(blocksOf(plan, vectors), vectors * plan.work);
  forVectors(plan, vectors, parts, [&](int64_t, int64_t first, int64_t end) {
    States states(plan, false);
    for (int64_t begin = first; begin < end; begin += plan.samples) {
      const int64_t count = std::min(plan.samples, end - begin);
      turnIn(x + begin * width, count, width, inputs, plan.samples,
             states.at[0]);
      const int64_t coming = std::min(plan.samples, end - begin - count);
      fetch<0>(x + (begin + count) * width, coming * width);
      fetch<1>(y + begin * plan.outputs, count * plan.outputs);
      states.keep(plan, kept, begin);
      contractStates(plan, plan.steps.size(), factors, states);
      turn(states.at.back(), plan.outputs, count, plan.samples,
           y + begin * plan.outputs, plan.outputs);
      if (bias == nullptr) continue;
      for (int64_t i = begin; i < begin + count; i++) {
        for (int64_t j = 0; j < plan.outputs; j++) {
          y[i * plan.outputs + j] += bias[j];
        }
      }
    }
  });
}

void multiplyGradient(const Plan& plan, const float* slopes, const float* x,
                      int64_t vectors, int64_t width,
                      float* kept, const std::vector<const float*>& factors,
                      const std::vector<int64_t>& sizes, float* toX,
                      const std::vector<float*>& toFactors) {
  const int64_t inputs = plan.stateSizes.front() / plan.samples;
  const int64_t outputs = plan.stateSizes.back() / plan.samples;
  // each step forward again if not kept, and its gradients towards state and factor
  const int64_t parts =
      partsOf(blocksOf(plan, vectors), 3 * vectors * plan.work);
  int64_t all = 0;
  for (const int64_t size : sizes) all += size;
  // each thread but the first has sums of its own
  std::vector<float> sums((parts - 1) * all);
  for (size_t j = 0; j < sizes.size(); j++) {
    std::fill_n(toFactors[j], sizes[j], 0.0f);
  }
  forVectors(plan, vectors, parts, [&](int64_t part, int64_t first, int64_t end) {
    States states(plan, true);
    std::vector<float*> to = toFactors;
    if (part > 0) {
      float* next = sums.data() + (part - 1) * all;
      for (size_t j = 0; j < sizes.size(); j++) {
        to[j] = next;
        next += sizes[j];
      }
    }
    for (int64_t begin = first; begin < end; begin += plan.samples) {
      const int64_t count = std::min(plan.samples, end - begin);
      turnIn(x + begin * width, count, width, inputs, plan.samples,
             states.at[0]);
      const int64_t coming = std::min(plan.samples, end - begin - count);
      fetch<0>(x + (begin + count) * width, coming * width);
      fetch<0>(slopes + begin * plan.outputs, count * plan.outputs);
      fetch<1>(toX + begin * width, count * width);
      states.keep(plan, kept, begin);
      if (kept == nullptr) {
        contractStates(plan, plan.steps.size() - 1, factors, states);
      }
      float *slope = states.spare[0], *next = states.spare[1];
      turnIn(slopes + begin * plan.outputs, count, plan.outputs, outputs,
             plan.samples, slope);
      for (size_t i = plan.steps.size(); i-- > 0;) {
        const Step& step = plan.steps[i];
        contractGradient(step.toFactor, states.at[i], slope, to[step.factor]);
        contract(step.toInput, factors[step.factor], slope, next);
        std::swap(slope, next);
      }
      turn(slope, width, count, plan.samples, toX + begin * width, width);
    }
  });
  for (int64_t part = 1; part < parts; part++) {
    const float* next = sums.data() + (part - 1) * all;
    for (size_t j = 0; j < sizes.size(); j++) {
      for (int64_t i = 0; i < sizes[j]; i++) toFactors[j][i] += *next++;
    }
  }
}

/** Reads K and `plan`: samples, work, outputs, number of steps, states, then the steps. */
void* create(TF_OpKernelConstruction* context) {
  const Status status(TF_NewStatus());
  int32_t list = 0, size = 0;
  TF_OpKernelConstruction_GetAttrSize(context, "plan", &list, &size,
                                      status.get());
  std::vector<int64_t> numbers(std::max(list, 0));
  auto plan = std::make_unique<Plan>();
  if (fine(status)) {
    TF_OpKernelConstruction_GetAttrInt64List(context, "plan", numbers.data(),
                                             list, status.get());
  }
  if (fine(status)) {
    TF_OpKernelConstruction_GetAttrInt64(context, "K", &plan->keeps,
                                         status.get());
  }
  const int64_t count = fine(status) && list > 4 ? numbers[3] : 0;
  if (count < 1 || list != 4 + (count + 1) + FIELDS * count) {
    TF_SetStatus(status.get(), TF_INVALID_ARGUMENT, "plan is not of a contraction");
    TF_OpKernelConstruction_Failure(context, status.get());
    return nullptr;
  }
  plan->samples = numbers[0];
  plan->work = numbers[1];
  plan->outputs = numbers[2];
  const int64_t* next = numbers.data() + 4;
  plan->stateSizes.assign(next, next + count + 1);
  next += count + 1;
  for (int64_t i = 0; i < count; i++) {
    Step step;
    std::memcpy(&step, next, sizeof step);
    plan->steps.push_back(step);
    next += FIELDS;
  }
  return plan.release();
}

void compute(void* kernel, TF_OpKernelContext* context) {
  const Plan& plan = *static_cast<Plan*>(kernel);
  const Status status(TF_NewStatus());
  const auto inputs = inputsOf(context, status);
  if (fine(status)) {
    auto shape = shapeOf(inputs[0]);
    const int64_t width = shape.back();
    const int64_t vectors = TF_TensorElementCount(inputs[0].get()) / width;
    shape.back() = plan.outputs;
    const Tensor y = output(context, 0, shape, status);
    Tensor kept;
    if (fine(status) && plan.keeps) {
      const int64_t size = blocksOf(plan, vectors) * plan.between();
      kept = output(context, 1, {size}, status);
    }
    if (fine(status)) {
      // behind the factors, a bias or none
      const bool biased = inputs.size() > 1 + plan.steps.size();
      multiply(plan, floatsOf(inputs[0]), vectors, width, factorsOf(inputs, 1),
               biased ? floatsOf(inputs.back()) : nullptr, floatsOf(y),
               kept ? floatsOf(kept) : nullptr);
      return;
    }
  }
  TF_OpKernelContext_Failure(context, status.get());
}

void computeGradient(void* kernel, TF_OpKernelContext* context) {
  const Plan& plan = *static_cast<Plan*>(kernel);
  const Status status(TF_NewStatus());
  const auto inputs = inputsOf(context, status);
  // slopes, x, what was kept, factors
  const size_t first = plan.keeps ? 3 : 2;
  std::vector<size_t> differentiated = {1};
  for (size_t i = first; i < inputs.size(); i++) differentiated.push_back(i);
  const auto gradients = outputsLike(context, inputs, differentiated, status);
  if (!fine(status)) return TF_OpKernelContext_Failure(context, status.get());
  std::vector<int64_t> sizes;
  std::vector<float*> toFactors;
  for (size_t i = 1; i < gradients.size(); i++) {
    sizes.push_back(TF_TensorElementCount(gradients[i].get()));
    toFactors.push_back(floatsOf(gradients[i]));
  }
  const int64_t width = shapeOf(inputs[1]).back();
  const int64_t vectors = TF_TensorElementCount(inputs[1].get()) / width;
  multiplyGradient(plan, floatsOf(inputs[0]), floatsOf(inputs[1]), vectors,
                   width, plan.keeps ? floatsOf(inputs[2]) : nullptr,
                   factorsOf(inputs, first), sizes, floatsOf(gradients[0]),
                   toFactors);
}

/** Both operations, from when the addon is loaded. */
const bool registered = [] {
  const std::vector<const char*> attributes = {"N: int >= 1", "K: int >= 0",
                                               "plan: list(int)"};
  registerOperation({"KronlabContraction",
                     {"x: float", "factors: N * float"},
                     {"y: float", "kept: K * float"},
                     attributes},
                    {&create, &guarded<&compute>, &destroy<Plan>});
  registerOperation(
      {"KronlabContractionGradient",
       {"slopes: float", "x: float", "kept: K * float", "factors: N * float"},
       {"to_x: float", "to_factors: N * float"},
       attributes},
      {&create, &guarded<&computeGradient>, &destroy<Plan>});
  return true;
}();

}  // namespace
