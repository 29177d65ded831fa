// Work of one operation on several threads.

#ifndef KRONLAB_THREADS_H_
#define KRONLAB_THREADS_H_

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <thread>
#include <vector>

namespace kronlab {

/** Work that is worth starting a thread, in multiply-adds. */
constexpr int64_t THREAD_WORK = 1 << 22;

/** Threads inside one operation, as libtensorflow itself reads their number. */
inline int64_t threads() {
  static const int64_t count = [] {
    const char* given = std::getenv("TF_NUM_INTRAOP_THREADS");
    const int64_t number = given ? std::atoll(given) : 0;
    return number > 0 ? number : int64_t{std::thread::hardware_concurrency()};
  }();
  return std::max<int64_t>(1, count);
}

/** How many threads `count` pieces of so many multiply-adds together are worth. */
inline int64_t partsOf(int64_t count, int64_t work) {
  return std::max<int64_t>(1, std::min({threads(), count, work / THREAD_WORK}));
}

/** Calls `f` with the number of each part and its range of the pieces. */
inline void forParts(int64_t count, int64_t parts,
                     const std::function<void(int64_t, int64_t, int64_t)>& f) {
  const auto run = [&](int64_t part) {
    f(part, count * part / parts, count * (part + 1) / parts);
  };
  std::vector<std::thread> others;
  for (int64_t part = 1; part < parts; part++) others.emplace_back(run, part);
  run(0);
  for (auto& other : others) other.join();
}

}  // namespace kronlab

#endif
