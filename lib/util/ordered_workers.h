// SPDX-License-Identifier: GPL-2.0-or-later
//
// OrderedWorkers: does a piece of work for each of many inputs, several at a time, and takes the outcomes one
// by one in the order of the inputs. What is taken does not depend on the number of threads.
#ifndef NEWSEARCH_LIB_UTIL_ORDERED_WORKERS_H_
#define NEWSEARCH_LIB_UTIL_ORDERED_WORKERS_H_

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <map>
#include <mutex>
#include <new>
#include <optional>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "newsearch/status.h"

namespace newsearch {

// Thread-safety: one thread at a time calls; `work` runs in several threads, and `take` in any, but never
// twice at once.
template <typename Input, typename Output>
class OrderedWorkers {
 public:
  // `worker` is below the number of threads, and the same for one call at a time only.
  using Work = std::function<Result<Output>(Input input, size_t worker)>;
  using Take = std::function<Status(Output output)>;

  // `threads` (at least 1) counts that of the caller, which works too when there is enough to do. What cannot
  // be started is done without.
  OrderedWorkers(size_t threads, Work work, Take take)
      : work_(std::move(work)), take_(std::move(take)), max_ahead_(threads < 2 ? 0 : 2 * threads) {
    for (size_t worker = 1; worker < threads; ++worker) {
      try {
        threads_.emplace_back([this, worker] { Run(worker); });
      } catch (const std::system_error&) {
        break;
      }
    }
    if (threads_.empty()) max_ahead_ = 0;
  }

  OrderedWorkers(const OrderedWorkers&) = delete;
  OrderedWorkers& operator=(const OrderedWorkers&) = delete;

  // What is not done yet is dropped.
  ~OrderedWorkers() {
    {
      const std::lock_guard lock(mutex_);
      stopped_ = true;
      waiting_.clear();
    }
    to_do_.notify_all();
    for (std::thread& thread : threads_) thread.join();
  }

  // Returns soon, or does a piece of the work if too much is waiting. Errors: the first one of `work` or
  // `take` by the order of inputs among those known by now; nothing more is taken after it.
  Status Submit(Input input) {
    std::unique_lock lock(mutex_);
    if (!status_.ok()) return status_;
    waiting_.emplace_back(submitted_++, std::move(input));
    to_do_.notify_one();
    return HelpUntil(max_ahead_, &lock);
  }

  // Returns when all is done and taken, or something failed. Errors: as those of Submit.
  Status Wait() {
    std::unique_lock lock(mutex_);
    return HelpUntil(0, &lock);
  }

 private:
  using Numbered = std::pair<uint64_t, Input>;
  using Lock = std::unique_lock<std::mutex>;

  Status HelpUntil(size_t ahead, Lock* lock) {
    while (status_.ok() && submitted_ - taken_ > ahead) {
      if (!waiting_.empty()) {
        DoNext(0, lock);
      } else {
        done_.wait(*lock);
      }
    }
    return status_;
  }

  void Run(size_t worker) {
    Lock lock(mutex_);
    while (true) {
      to_do_.wait(lock, [this] { return stopped_ || !waiting_.empty(); });
      if (stopped_) return;
      DoNext(worker, &lock);
    }
  }

  // REQUIRES: something is waiting.
  void DoNext(size_t worker, Lock* lock) {
    Numbered next = std::move(waiting_.front());
    waiting_.pop_front();
    lock->unlock();
    Result<Output> output = Guard<Result<Output>>([&] { return work_(std::move(next.second), worker); });
    lock->lock();
    finished_.emplace(next.first, std::move(output));
    TakeFinished(lock);
    done_.notify_all();
  }

  // One thread takes at a time; others leave it what they have.
  void TakeFinished(Lock* lock) {
    if (taking_) return;
    taking_ = true;
    while (status_.ok() && !stopped_ && !finished_.empty() && finished_.begin()->first == taken_) {
      Result<Output> output = std::move(finished_.begin()->second);
      finished_.erase(finished_.begin());
      lock->unlock();
      Status status =
          output.ok() ? Guard<Status>([&] { return take_(std::move(*output)); }) : output.status();
      lock->lock();
      ++taken_;
      if (!status.ok()) status_ = std::move(status);
      done_.notify_all();
    }
    taking_ = false;
  }

  template <typename Outcome, typename Body>
  static Outcome Guard(const Body& body) {
    try {
      return body();
    } catch (const std::bad_alloc&) {
      return Status(StatusCode::kOutOfMemory, "out of memory");
    } catch (const std::exception& error) {
      return Status(StatusCode::kInternal, error.what());
    } catch (...) {
      return Status(StatusCode::kInternal, "an unknown error in a thread");
    }
  }

  const Work work_;
  const Take take_;
  size_t max_ahead_;  // inputs that may be on their way when Submit returns
  std::mutex mutex_;
  std::condition_variable to_do_;
  std::condition_variable done_;
  std::deque<Numbered> waiting_;
  std::map<uint64_t, Result<Output>> finished_;
  uint64_t submitted_ = 0;
  uint64_t taken_ = 0;
  bool taking_ = false;
  bool stopped_ = false;
  Status status_;
  std::vector<std::thread> threads_;
};

}  // namespace newsearch

#endif  // NEWSEARCH_LIB_UTIL_ORDERED_WORKERS_H_
