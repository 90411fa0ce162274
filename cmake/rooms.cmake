# A room is a folder and a library of the same name: extract/text is extract_text. Its link line names the rooms below
# it that it includes; docs/architecture.md has the order, which a test holds against the includes.
function(shenbao_room folder)
  string(REPLACE "/" "_" name ${folder})
  file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${folder}/*.cpp)
  add_library(${name} STATIC ${sources})
  target_include_directories(${name} PUBLIC ${PROJECT_SOURCE_DIR})
endfunction()
