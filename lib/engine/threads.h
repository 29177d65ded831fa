// Work of one operation on several threads.

#ifndef KRONLAB_THREADS_H_
#define KRONLAB_THREADS_H_

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>

namespace kronlab {

/** Work that is worth waking a thread, in multiply-adds. */
constexpr int64_t THREAD_WORK = 1 << 20;

/** How long a thread looks out for what it waits for before it sleeps. */
constexpr std::chrono::microseconds LOOKOUT(200);

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

/** Returns once it is `ready`, or after LOOKOUT; lets others run meanwhile. */
template <typename Ready>
inline void lookOut(const Ready& ready) {
  const auto end = std::chrono::steady_clock::now() + LOOKOUT;
  while (!ready() && std::chrono::steady_clock::now() < end) {
    std::this_thread::yield();
  }
}

/**
 * Threads that wait for work, as starting one takes as long as a small product; so does
 * waking one, which is why they stay awake between operations that follow each other.
 */
class Workers {
 public:
  /**
   * Calls `f` with 0 on this thread and 1, …, parts - 1 on others, until all are done;
   * throws what one of them threw.
   */
  void run(int64_t parts, const std::function<void(int64_t)>& f) {
    const std::lock_guard<std::mutex> turn(operations);
    {
      const std::lock_guard<std::mutex> lock(state);
      for (; started < parts - 1; started++) {
        std::thread([this] { work(); }).detach();
      }
      task = &f;
      next = 1;
      end = parts;
      open = parts - 1;
    }
    wake.notify_all();
    attempt(f, 0);
    lookOut([this] { return open == 0; });
    std::unique_lock<std::mutex> lock(state);
    done.wait(lock, [&] { return open == 0; });
    if (failure) std::rethrow_exception(std::exchange(failure, nullptr));
  }

  /** Never destroyed, as its threads wait until the process ends. */
  static Workers& all() {
    static auto* workers = new Workers;
    return *workers;
  }

 private:
  /** Keeps what `f` throws: others still run, and no one catches it on their threads. */
  void attempt(const std::function<void(int64_t)>& f, int64_t part) {
    try {
      f(part);
    } catch (...) {
      const std::lock_guard<std::mutex> lock(state);
      failure = std::current_exception();
    }
  }

  void work() {
    for (;;) {
      lookOut([this] { return next < end; });
      std::unique_lock<std::mutex> lock(state);
      wake.wait(lock, [&] { return next < end; });
      const int64_t part = next++;
      const auto& f = *task;
      lock.unlock();
      attempt(f, part);
      lock.lock();
      if (--open == 0) done.notify_one();
    }
  }

  /** One operation at a time has them. */
  std::mutex operations;
  std::mutex state;
  std::condition_variable wake, done;
  const std::function<void(int64_t)>* task = nullptr;
  std::exception_ptr failure;
  int64_t started = 0;
  std::atomic<int64_t> next{0}, end{0}, open{0};
};

/** Calls `f` with the number of each part and its range of the pieces. */
inline void forParts(int64_t count, int64_t parts,
                     const std::function<void(int64_t, int64_t, int64_t)>& f) {
  const auto run = [&](int64_t part) {
    f(part, count * part / parts, count * (part + 1) / parts);
  };
  if (parts == 1) return run(0);
  Workers::all().run(parts, run);
}

}  // namespace kronlab

#endif
