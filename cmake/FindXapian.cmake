# SPDX-License-Identifier: GPL-2.0-or-later
# Xapian's own CMake file sets variables; this makes the target Xapian::xapian.
find_path(XAPIAN_INCLUDE_DIR xapian.h)
find_library(XAPIAN_LIBRARY xapian)
if(XAPIAN_INCLUDE_DIR AND EXISTS "${XAPIAN_INCLUDE_DIR}/xapian/version.h")
  file(STRINGS "${XAPIAN_INCLUDE_DIR}/xapian/version.h" _xapian_line REGEX "define XAPIAN_VERSION ")
  string(REGEX REPLACE ".*\"([0-9.]+)[^\"]*\".*" "\\1" Xapian_VERSION "${_xapian_line}")
endif()
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Xapian REQUIRED_VARS XAPIAN_LIBRARY XAPIAN_INCLUDE_DIR
                                  VERSION_VAR Xapian_VERSION)
if(Xapian_FOUND AND NOT TARGET Xapian::xapian)
  add_library(Xapian::xapian UNKNOWN IMPORTED)
  set_target_properties(Xapian::xapian PROPERTIES IMPORTED_LOCATION "${XAPIAN_LIBRARY}"
                        INTERFACE_INCLUDE_DIRECTORIES "${XAPIAN_INCLUDE_DIR}")
endif()
mark_as_advanced(XAPIAN_INCLUDE_DIR XAPIAN_LIBRARY)
