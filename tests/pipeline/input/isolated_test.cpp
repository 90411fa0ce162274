#include "pipeline/input/isolated.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "pipeline/input/decoded.h"
#include "support/temporary_folder.h"

namespace shenbao::pipeline {
namespace {

ErrorCode code_of(const Allowance& allowance, const std::function<void(std::ostream&)>& work) {
  try {
    run_isolated(allowance, work, [](std::istream&) {});
  } catch (const DecodeError& error) {
    return error.code();
  }
  ADD_FAILURE() << "nothing was thrown";
  return ErrorCode::output;
}

int number_from(const std::function<int()>& work) {
  int result = 0;
  run_isolated(
      {},
      [&](std::ostream& out) {
        const int n = work();
        out.write(reinterpret_cast<const char*>(&n), sizeof n);
      },
      [&](std::istream& in) { in.read(reinterpret_cast<char*>(&result), sizeof result); });
  return result;
}

TEST(RunIsolated, BringsTheResultBackAndNothingElse) {
  int touched = 1;
  EXPECT_EQ(number_from([&] {
              touched = 2;
              return 42;
            }),
            42);
  EXPECT_EQ(touched, 1);
}

TEST(RunIsolated, TurnsACrashIntoAnError) {
  EXPECT_EQ(code_of({}, [](std::ostream&) { std::raise(SIGSEGV); }), ErrorCode::unreadable);
  EXPECT_EQ(code_of({}, [](std::ostream&) { std::abort(); }), ErrorCode::unreadable);
  EXPECT_EQ(code_of({}, [](std::ostream&) { _exit(1); }), ErrorCode::unreadable);
}

TEST(RunIsolated, EndsAnEndlessLoop) {
  const auto loop = [](std::ostream&) {
    for (volatile unsigned i = 0;; i = i + 1) {
    }
  };
  EXPECT_EQ(code_of({1, 1'000'000'000}, loop), ErrorCode::too_large);
}

TEST(RunIsolated, TriesAChildThatWaitsForeverAgain) {
  const test::TemporaryFolder folder;
  const std::string mark = folder.path("stuck once");
  const auto work = [&](std::ostream& out) {
    if (access(mark.c_str(), F_OK) != 0) {
      std::ofstream(mark).put('x');
      for (;;) pause();
    }
    out.write("x", 1);
  };
  char result = 0;
  run_isolated({1, 1'000'000'000}, work, [&](std::istream& inbox) { inbox.read(reinterpret_cast<char*>(&result), 1); });
  EXPECT_EQ(result, 'x');
}

TEST(RunIsolated, BoundsTheMemory) {
  const auto grow = [](std::ostream&) {
    std::vector<std::vector<char>> parts;
    for (int i = 0; i < 1000; ++i) parts.emplace_back(10'000'000, 'x');
  };
  const ErrorCode code = code_of({30, 200'000'000}, grow);
  // AddressSanitizer ends a process that has no memory instead of letting it know.
  EXPECT_TRUE(code == ErrorCode::too_large || code == ErrorCode::unreadable);
}

TEST(RunIsolated, CarriesErrorsOver) {
  EXPECT_EQ(code_of({}, [](std::ostream&) { throw DecodeError(ErrorCode::encrypted, "locked"); }),
            ErrorCode::encrypted);
  EXPECT_EQ(code_of({}, [](std::ostream&) { throw std::runtime_error("odd"); }), ErrorCode::unreadable);
  try {
    run_isolated(
        {}, [](std::ostream&) { throw DecodeError(ErrorCode::encrypted, "locked"); }, [](std::istream&) {});
  } catch (const DecodeError& error) {
    EXPECT_STREQ(error.what(), "locked");
  }
}

TEST(RunIsolated, RefusesAResultThatEndsTooEarly) {
  int result = 0;
  EXPECT_THROW(run_isolated(
                   {}, [](std::ostream&) {},
                   [&](std::istream& in) { in.read(reinterpret_cast<char*>(&result), sizeof result); }),
               DecodeError);
}

TEST(RunIsolated, LetsNoChildSpeak) {
  testing::internal::CaptureStderr();
  testing::internal::CaptureStdout();
  EXPECT_EQ(number_from([] {
              std::fputs("complaint\n", stderr);
              std::cout << "chatter" << std::endl;
              return 1;
            }),
            1);
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "");
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

TEST(RunIsolated, WorksFromSeveralThreads) {
  std::vector<int> sums(4, 0);
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < sums.size(); ++i) {
    threads.emplace_back([&sums, i] {
      for (int round = 0; round < 10; ++round) {
        sums[i] += number_from([round] { return static_cast<int>(std::vector<char>(1000, 'x').size()) + round; });
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const int sum : sums) EXPECT_EQ(sum, 10 * 1000 + 45);
}

}  // namespace
}  // namespace shenbao::pipeline
