# libshenbao: all rooms behind the headers of include/shenbao, and how other projects find it.
include(CMakePackageConfigHelpers)

get_property(rooms GLOBAL PROPERTY SHENBAO_ROOMS)
add_library(libshenbao SHARED)
target_link_libraries(libshenbao PRIVATE ${rooms})
target_link_options(libshenbao PRIVATE -Wl,-Bsymbolic-functions)  # calls between rooms are direct
target_include_directories(libshenbao PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}>
                           $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include> $<INSTALL_INTERFACE:include>)
target_compile_features(libshenbao PUBLIC cxx_std_17)
set_target_properties(libshenbao PROPERTIES OUTPUT_NAME shenbao EXPORT_NAME shenbao LINKER_LANGUAGE CXX
                      VERSION ${PROJECT_VERSION} SOVERSION ${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR})

set(config ${CMAKE_INSTALL_LIBDIR}/cmake/shenbao)
install(TARGETS libshenbao EXPORT shenbao DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(EXPORT shenbao NAMESPACE shenbao:: FILE shenbaoConfig.cmake DESTINATION ${config})
write_basic_package_version_file(shenbaoConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/shenbaoConfigVersion.cmake DESTINATION ${config})

file(RELATIVE_PATH prefix_from_pc /prefix/${CMAKE_INSTALL_LIBDIR}/pkgconfig /prefix)
configure_file(cmake/shenbao.pc.in shenbao.pc @ONLY)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/shenbao.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)

install(CODE "set(source \"${PROJECT_SOURCE_DIR}\")\nset(target \"${CMAKE_INSTALL_INCLUDEDIR}/shenbao\")")
install(SCRIPT cmake/install-headers.cmake)
