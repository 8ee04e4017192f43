/* The buyer's line to write in: says which file goes along. Without it the file field shows itself. */
(() => {
  "use strict";
  document.addEventListener("change", ({ target }) => {
    const shown = target.closest(".attach")?.closest("form").querySelector(".chosen");
    if (!shown) return;
    shown.hidden = !target.files.length;
    shown.querySelector("span").textContent = target.files[0]?.name ?? "";
  });
  document.addEventListener("click", ({ target }) => {
    const button = target.closest(".chosen button");
    if (!button) return;
    const input = button.form.querySelector(".attach input");
    input.value = "";
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
})();
