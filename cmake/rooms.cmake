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
