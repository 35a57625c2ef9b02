# ./naru fmt: writes Java and C as ./naru check wants them.

say "formatting Java"
maven -q spotless:apply || exit 1
say "formatting C"
list_c_files | xargs -0 clang-format -i
