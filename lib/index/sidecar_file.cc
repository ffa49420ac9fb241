// SPDX-License-Identifier: GPL-2.0-or-later
#include "index/sidecar_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "util/file.h"

namespace newsearch {
namespace {

std::string Generation(const SidecarKind& kind, const Xapian::Database& database) {
  return database.get_metadata(std::string(kind.key));
}

Status WriteWhole(const std::string& path, std::string_view bytes) {
  (void)::unlink(path.c_str());  // whoever has it open keeps it
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (file < 0) return ErrnoStatus(errno, "cannot write", path);
  int error = 0;
  while (!bytes.empty() && error == 0) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0) {
      if (errno != EINTR) error = errno;
      continue;
    }
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  if (error == 0 && ::fdatasync(file) != 0) error = errno;
  if (::close(file) != 0 && error == 0) error = errno;
  if (error == 0) return Status();
  (void)::unlink(path.c_str());
  return ErrnoStatus(error, "cannot write", path);
}

struct Mapping {
  Mapping(void* data_in, size_t size_in) : data(data_in), size(size_in) {}
  Mapping(const Mapping&) = delete;
  Mapping& operator=(const Mapping&) = delete;
  ~Mapping() { ::munmap(data, size); }
  void* data;
  size_t size;
};

// With a part of the database's own name: another index may have been at this path. Where a writer that died
// has left a file of that name, no commit has named it.
std::string NewGeneration(unsigned long after, const Xapian::Database& database) {
  return std::to_string(after + 1) + "-" + database.get_uuid().substr(0, 8);
}

unsigned long CurrentNumber(const SidecarKind& kind, const Xapian::Database& database) {
  return std::strtoul(Generation(kind, database).c_str(), nullptr, 10);
}

// What cannot be removed now will be after a later commit.
template <typename IsOld>
void RemoveFiles(const SidecarKind& kind, const std::string& path, const IsOld& is_old) {
  std::error_code error;
  for (std::filesystem::directory_iterator at(path, error), end; !error && at != end; at.increment(error)) {
    const std::string name = at->path().filename().string();
    if (!name.starts_with(kind.prefix)) continue;
    if (is_old(name.substr(kind.prefix.size()))) (void)::unlink(at->path().c_str());
  }
}

}  // namespace

Result<std::string> WriteSidecarFile(const SidecarKind& kind, const std::string& path, std::string_view bytes,
                                     unsigned long after, const Xapian::Database& database) {
  const std::string generation = NewGeneration(after, database);
  if (Status status = WriteWhole(SidecarPath(kind, path, generation), bytes); !status.ok()) return status;
  return generation;
}

Status WriteSidecar(const SidecarKind& kind, const std::string& path, std::string_view bytes,
                    Xapian::WritableDatabase* database) {
  const Result<std::string> generation =
      WriteSidecarFile(kind, path, bytes, CurrentNumber(kind, *database), *database);
  if (!generation.ok()) return generation.status();
  database->set_metadata(std::string(kind.key), *generation);
  return Status();
}

std::string ReserveSidecar(const SidecarKind& kind, const std::string& path,
                           Xapian::WritableDatabase* database) {
  const std::string generation = NewGeneration(CurrentNumber(kind, *database), *database);
  database->set_metadata(std::string(kind.key), generation);
  return SidecarPath(kind, path, generation);
}

Status WriteReserved(const std::string& file, std::string_view bytes) { return WriteWhole(file, bytes); }

void RemoveOldSidecars(const SidecarKind& kind, const std::string& path, const Xapian::Database& database) {
  const unsigned long current = std::strtoul(Generation(kind, database).c_str(), nullptr, 10);
  RemoveFiles(kind, path, [current](const std::string& generation) {
    const unsigned long number = std::strtoul(generation.c_str(), nullptr, 10);
    // Readers may still open the commit before.
    return number != current && number + 1 != current;
  });
}

void RemoveSidecarsBut(const SidecarKind& kind, const std::string& path,
                       const std::vector<std::string>& generations) {
  RemoveFiles(kind, path, [&generations](const std::string& generation) {
    return std::find(generations.begin(), generations.end(), generation) == generations.end();
  });
}

std::string SidecarPath(const SidecarKind& kind, const std::string& path, const std::string& generation) {
  return path + "/" + std::string(kind.prefix) + generation;
}

std::string SidecarPath(const SidecarKind& kind, const std::string& path, const Xapian::Database& database) {
  const std::string generation = Generation(kind, database);
  return generation.empty() ? std::string() : SidecarPath(kind, path, generation);
}

Result<MappedFile> MapFile(const std::string& path, const std::string& what) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return ErrnoStatus(errno, "cannot open", path);
  struct stat info {};
  const bool known = ::fstat(file, &info) == 0;
  const auto size = static_cast<size_t>(info.st_size);
  void* data = known && size > 0 ? ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file, 0) : MAP_FAILED;
  const int error = errno;
  ::close(file);
  if (known && size == 0) return Status(StatusCode::kCorruption, what + " " + path + " is empty");
  if (data == MAP_FAILED) return ErrnoStatus(error, "cannot read", path);
  return MappedFile{{static_cast<const char*>(data), size}, std::make_shared<Mapping>(data, size)};
}

}  // namespace newsearch
