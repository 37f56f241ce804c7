// Wakes the till that a page is. The build puts this behind what it starts, into one file.
__wbg_init({ module_or_path: "/pkg/till_bg.wasm" })
  .then(start)
  .catch(async (error) => {
    console.error(error);
    // A till that does not start asks for no other version: one that does may be there by now. It takes over
    // when this page is closed.
    const registration = await navigator.serviceWorker?.getRegistration("/till");
    await fetch("/till/sw.js", { cache: "no-cache" });
    await registration?.update();
  });
// A device that is turned shows less of the page: the field that is being filled in stays in sight.
addEventListener("resize", () => {
  const field = document.activeElement;
  if (field?.matches("input")) field.scrollIntoView({ block: "nearest" });
});
