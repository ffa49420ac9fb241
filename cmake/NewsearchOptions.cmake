# SPDX-License-Identifier: GPL-2.0-or-later
# Compiler settings for the project's own targets; nothing here is exported to users.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_C_STANDARD 11)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

if(PROJECT_IS_TOP_LEVEL AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  find_program(NEWSEARCH_CCACHE ccache)
  if(NEWSEARCH_CCACHE)
    set(CMAKE_C_COMPILER_LAUNCHER "${NEWSEARCH_CCACHE}")
    set(CMAKE_CXX_COMPILER_LAUNCHER "${NEWSEARCH_CCACHE}")
  endif()
endif()

add_library(newsearch_options INTERFACE)
target_compile_options(newsearch_options INTERFACE -Wall -Wextra -pedantic -Wshadow)
# GCC 12 warns of its own std::string (bugs 105329, 105651 of gcc.gnu.org).
target_compile_options(newsearch_options INTERFACE
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict -Wno-array-bounds -Wno-stringop-overflow>)
if(NEWSEARCH_WERROR)
  target_compile_options(newsearch_options INTERFACE -Werror)
endif()
if(NEWSEARCH_SANITIZE)
  add_compile_options(-fsanitize=${NEWSEARCH_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${NEWSEARCH_SANITIZE})
endif()
# Xapian's headers refuse a _GLIBCXX_DEBUG build against a packaged library, so assertions only.
target_compile_definitions(newsearch_options INTERFACE $<$<CONFIG:Debug>:_GLIBCXX_ASSERTIONS>)

# newsearch_embed(<target> <symbol> <file>): the file's bytes become `extern const char <symbol>[]` and
# `extern const char <symbol>_end[]`, read-only data that is mapped with the program and never parsed.
function(newsearch_embed target symbol file)
  set(source "${CMAKE_CURRENT_BINARY_DIR}/${symbol}.S")
  file(CONFIGURE OUTPUT "${source}" CONTENT [[
        .section .rodata
        .global @symbol@
        .global @symbol@_end
        .hidden @symbol@
        .hidden @symbol@_end
        .balign 64
@symbol@:
        .incbin "@file@"
@symbol@_end:
        .byte 0
        .section .note.GNU-stack,"",%progbits
]] @ONLY)
  set_source_files_properties("${source}" PROPERTIES OBJECT_DEPENDS "${file}" LANGUAGE C
                              COMPILE_OPTIONS "-xassembler-with-cpp")
  target_sources(${target} PRIVATE "${source}")
endfunction()

# newsearch_link_archives(<target> <imported library>...): links the static archives that lie beside these
# shared libraries, where there are any, so that nothing of them is left to do when the program starts. The
# shared ones stay on the command line for what has no archive; the linker drops those that nothing needs.
function(newsearch_link_archives target)
  foreach(library IN LISTS ARGN)
    set(shared "")
    foreach(property IMPORTED_LOCATION IMPORTED_LOCATION_RELEASE IMPORTED_LOCATION_NONE INTERFACE_LINK_LIBRARIES)
      get_target_property(paths ${library} ${property})
      list(FILTER paths INCLUDE REGEX "[.]so$")
      if(paths)
        list(GET paths 0 shared)
        break()
      endif()
    endforeach()
    string(REGEX REPLACE "[.]so$" ".a" archive "${shared}")
    if(archive AND EXISTS "${archive}")
      target_link_libraries(${target} PRIVATE "${archive}")
      list(APPEND linked ${library})
    endif()
  endforeach()
  target_link_options(${target} PRIVATE "LINKER:--as-needed")
  message(STATUS "${target} has no need to load: ${linked}")
endfunction()
