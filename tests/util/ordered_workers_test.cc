// SPDX-License-Identifier: GPL-2.0-or-later
#include "util/ordered_workers.h"

#include <atomic>
#include <chrono>
#include <memory>
#include <set>

#include "support/test_support.h"

namespace newsearch {
namespace {

class OrderedWorkersTest : public testing::TestWithParam<size_t> {};

TEST_P(OrderedWorkersTest, TakesInOrder) {
  std::vector<int> taken;
  std::atomic<int> at_work = 0;
  std::atomic<int> most_at_work = 0;
  OrderedWorkers<int, std::string> workers(
      GetParam(),
      [&](int input, size_t worker) -> Result<std::string> {
        EXPECT_LT(worker, GetParam());
        const int now = ++at_work;
        for (int most = most_at_work; now > most && !most_at_work.compare_exchange_weak(most, now);) {
        }
        if (input % 7 == 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
        --at_work;
        return std::to_string(input);
      },
      [&](const std::string& output) {
        taken.push_back(std::stoi(output));
        return Status();
      });
  for (int i = 0; i < 300; ++i) ASSERT_THAT(workers.Submit(i), IsOk());
  ASSERT_THAT(workers.Wait(), IsOk());
  ASSERT_EQ(taken.size(), 300u);
  for (int i = 0; i < 300; ++i) EXPECT_EQ(taken[static_cast<size_t>(i)], i);
  EXPECT_LE(most_at_work, static_cast<int>(GetParam()));
  // And again.
  ASSERT_THAT(workers.Submit(300), IsOk());
  ASSERT_THAT(workers.Wait(), IsOk());
  EXPECT_EQ(taken.back(), 300);
}

TEST_P(OrderedWorkersTest, TheFirstFailureStopsAll) {
  std::vector<int> taken;
  OrderedWorkers<int, int> workers(
      GetParam(),
      [](int input, size_t) -> Result<int> {
        if (input == 50) return Status(StatusCode::kBadInput, "input 50");
        if (input == 55) throw std::bad_alloc();
        return input;
      },
      [&](int output) {
        taken.push_back(output);
        return Status();
      });
  Status status;
  for (int i = 0; i < 1000 && status.ok(); ++i) status = workers.Submit(i);
  EXPECT_THAT(status, StatusIs(StatusCode::kBadInput));
  EXPECT_THAT(workers.Wait(), StatusIs(StatusCode::kBadInput));
  EXPECT_THAT(workers.Submit(1), StatusIs(StatusCode::kBadInput));
  EXPECT_EQ(taken.size(), 50u);
}

TEST_P(OrderedWorkersTest, ExceptionsBecomeStatuses) {
  OrderedWorkers<int, int> workers(
      GetParam(), [](int, size_t) -> Result<int> { throw std::bad_alloc(); }, [](int) { return Status(); });
  (void)workers.Submit(1);
  EXPECT_THAT(workers.Wait(), StatusIs(StatusCode::kOutOfMemory));
  OrderedWorkers<int, int> takers(
      GetParam(), [](int input, size_t) -> Result<int> { return input; },
      [](int) -> Status { throw std::runtime_error("no room"); });
  (void)takers.Submit(1);
  EXPECT_THAT(takers.Wait(), StatusIs(StatusCode::kInternal));
}

TEST_P(OrderedWorkersTest, DroppedInTheMiddle) {
  std::atomic<int> taken = 0;
  {
    OrderedWorkers<int, int> workers(
        GetParam(), [](int input, size_t) -> Result<int> { return input; },
        [&](int) {
          ++taken;
          return Status();
        });
    for (int i = 0; i < 20; ++i) ASSERT_THAT(workers.Submit(i), IsOk());
  }
  EXPECT_LE(taken, 20);
}

// Inputs and outputs need only be movable.
TEST_P(OrderedWorkersTest, MovesWhatItIsGiven) {
  int sum = 0;
  OrderedWorkers<std::unique_ptr<int>, std::unique_ptr<int>> workers(
      GetParam(), [](std::unique_ptr<int> input, size_t) -> Result<std::unique_ptr<int>> { return input; },
      [&](std::unique_ptr<int> output) {
        sum += *output;
        return Status();
      });
  for (int i = 0; i < 10; ++i) ASSERT_THAT(workers.Submit(std::make_unique<int>(i)), IsOk());
  ASSERT_THAT(workers.Wait(), IsOk());
  EXPECT_EQ(sum, 45);
}

INSTANTIATE_TEST_SUITE_P(Threads, OrderedWorkersTest, testing::Values(1, 2, 3, 8));

}  // namespace
}  // namespace newsearch
