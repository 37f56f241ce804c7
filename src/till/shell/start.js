// Wakes the till that a page is. The build puts this behind what it starts, into one file.
__wbg_init({ module_or_path: "/pkg/till_bg.wasm" }).then(start);
