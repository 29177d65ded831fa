// Dropout for native TensorFlow on a processor: an operation that `deno task native`
// compiles into the addon.

#include <cstdint>
#include <memory>
#include <vector>

#include "tensorflow_kernel.h"

namespace {

using namespace kronlab;

/** xoroshiro128+ of Blackman and Vigna: the lower 32 bits, as pure-rand draws them. */
class Random {
 public:
  /** From the state as pure-rand tells it: the upper half first, of either word. */
  explicit Random(const int32_t* state)
      : first(word(state[0], state[1])), second(word(state[2], state[3])) {}
  uint32_t next() {
    const auto drawn = static_cast<uint32_t>(first + second);
    second ^= first;
    first = rotated(first, 24) ^ second ^ (second << 16);
    second = rotated(second, 37);
    return drawn;
  }
  void tell(int32_t* state) const {
    state[0] = static_cast<int32_t>(first >> 32);
    state[1] = static_cast<int32_t>(first);
    state[2] = static_cast<int32_t>(second >> 32);
    state[3] = static_cast<int32_t>(second);
  }

 private:
  static uint64_t word(int32_t upper, int32_t lower) {
    return static_cast<uint64_t>(static_cast<uint32_t>(upper)) << 32 |
           static_cast<uint32_t>(lower);
  }
  static uint64_t rotated(uint64_t bits, int count) {
    return bits << count | bits >> (64 - count);
  }
  uint64_t first, second;
};

/** Drops draws of 16 bits below `dropped` of them, and scales the others' entries. */
struct Share {
  int64_t dropped;
  float scale;
};

/** Two entries from one draw, the lower half first. */
void drop(const Share& share, int64_t size, const float* x, Random& random,
          float* y) {
  const float scales[] = {share.scale, 0};  // a branch would be mispredicted
  const auto kept = [&](int64_t bits) { return scales[bits < share.dropped]; };
  for (int64_t i = 0; i < size; i += 2) {
    const uint32_t bits = random.next();
    y[i] = x[i] * kept(bits & 0xffff);
    if (i + 1 < size) y[i + 1] = x[i + 1] * kept(bits >> 16);
  }
}

void* create(TF_OpKernelConstruction* context) {
  const Status status(TF_NewStatus());
  auto share = std::make_unique<Share>();
  TF_OpKernelConstruction_GetAttrInt64(context, "dropped", &share->dropped,
                                       status.get());
  if (fine(status)) {
    TF_OpKernelConstruction_GetAttrFloat(context, "scale", &share->scale,
                                         status.get());
  }
  if (fine(status)) return share.release();
  TF_OpKernelConstruction_Failure(context, status.get());
  return nullptr;
}

/** x, and the state of the random numbers; then y, and the state behind them. */
void compute(void* kernel, TF_OpKernelContext* context) {
  const Status status(TF_NewStatus());
  const auto inputs = inputsOf(context, status);
  if (fine(status)) {
    const Tensor y = output(context, 0, shapeOf(inputs[0]), status);
    const Tensor after =
        fine(status) ? output(context, 1, {4}, status, TF_INT32) : Tensor();
    if (fine(status)) {
      Random random(static_cast<int32_t*>(TF_TensorData(inputs[1].get())));
      drop(*static_cast<Share*>(kernel), TF_TensorElementCount(inputs[0].get()),
           floatsOf(inputs[0]), random, floatsOf(y));
      return random.tell(static_cast<int32_t*>(TF_TensorData(after.get())));
    }
  }
  TF_OpKernelContext_Failure(context, status.get());
}

/** The operation, from when the addon is loaded. */
const bool registered = [] {
  registerOperation({"KronlabDropout",
                     {"x: float", "state: int32"},
                     {"y: float", "after: int32"},
                     {"dropped: int", "scale: float"}},
                    {&create, &guarded<&compute>, &destroy<Share>});
  return true;
}();

}  // namespace
