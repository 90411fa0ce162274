# A room is a folder and a library of the same name: extract/text is extract_text. Its link line names the rooms below
# it that it includes; docs/architecture.md has the order, which a test holds against the includes. All rooms together
# are libshenbao.
function(shenbao_room folder)
  string(REPLACE "/" "_" name ${folder})
  file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${folder}/*.cpp)
  add_library(${name} OBJECT ${sources})
  set_target_properties(${name} PROPERTIES POSITION_INDEPENDENT_CODE ON)
  target_compile_options(${name} PRIVATE -fno-semantic-interposition)  # else no function could be inlined into another
  target_include_directories(${name} PUBLIC ${PROJECT_SOURCE_DIR})
  set_property(GLOBAL APPEND PROPERTY SHENBAO_ROOMS ${name})
endfunction()

# Compiles a file in, as a text: what is as much a part of the program as its words (extract/text/look_alikes.h says why).
# `target` includes it as NAME.inc.
function(compile_in target file)
  get_filename_component(name ${file} NAME_WE)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${file})
  file(READ ${PROJECT_SOURCE_DIR}/${file} content)
  string(STRIP "${content}" content)
  file(CONFIGURE OUTPUT ${name}.inc CONTENT "R\"text(@content@)text\"" @ONLY)
  target_include_directories(${target} PRIVATE ${CMAKE_CURRENT_BINARY_DIR} ${PROJECT_BINARY_DIR})
endfunction()
