# SPDX-License-Identifier: GPL-2.0-or-later
# What `cmake --install` puts where: headers, both libraries, a CMake package, a pkg-config file.
include(CMakePackageConfigHelpers)

set(newsearch_cmake_dir "${CMAKE_INSTALL_LIBDIR}/cmake/newsearch")
install(TARGETS newsearch newsearch_c EXPORT newsearchTargets
        LIBRARY DESTINATION "${CMAKE_INSTALL_LIBDIR}"
        ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}"
        RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}"
        FILE_SET HEADERS DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")
install(EXPORT newsearchTargets NAMESPACE newsearch:: DESTINATION "${newsearch_cmake_dir}")

configure_package_config_file(cmake/newsearchConfig.cmake.in "${CMAKE_CURRENT_BINARY_DIR}/newsearchConfig.cmake"
                              INSTALL_DESTINATION "${newsearch_cmake_dir}")
write_basic_package_version_file("${CMAKE_CURRENT_BINARY_DIR}/newsearchConfigVersion.cmake"
                                 COMPATIBILITY SameMinorVersion)
install(FILES "${CMAKE_CURRENT_BINARY_DIR}/newsearchConfig.cmake"
              "${CMAKE_CURRENT_BINARY_DIR}/newsearchConfigVersion.cmake"
              cmake/FindXapian.cmake cmake/FindStemmer.cmake cmake/FindCLD2.cmake
        DESTINATION "${newsearch_cmake_dir}")

# Relative, so that `cmake --install --prefix` and a moved tree are right too.
file(RELATIVE_PATH newsearch_pc_to_prefix "${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig" "${CMAKE_INSTALL_PREFIX}")
string(REGEX REPLACE "/$" "" newsearch_pc_to_prefix "${newsearch_pc_to_prefix}")
configure_file(cmake/newsearch.pc.in newsearch.pc @ONLY)
install(FILES "${CMAKE_CURRENT_BINARY_DIR}/newsearch.pc" DESTINATION "${CMAKE_INSTALL_LIBDIR}/pkgconfig")
install(FILES COPYING NOTICE README.md DESTINATION "${CMAKE_INSTALL_DOCDIR}")
