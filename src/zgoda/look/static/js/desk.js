/* What only the desk's pages do: drafts kept at the server, who types, macros, shortcuts. Nothing here decides anything. */
(() => {
  "use strict";
  const one = (selector, root = document) => root.querySelector(selector);
  const token = () => one("input[name=csrfmiddlewaretoken]")?.value ?? "";

  // Drafts: a composer's text goes to the server when the hands rest, and comes back where it is empty.
  const place = (area) => ({ url: `/cases/${area.dataset.draft.split("-")[1]}/draft`, kind: area.dataset.draft.startsWith("comment-") ? "comment" : "reply" });
  const save = (area, text) => {
    const { url, kind } = place(area);
    fetch(url, { method: "POST", keepalive: true, headers: { "X-CSRFToken": token() }, body: new URLSearchParams({ kind, text }) });
  };
  const timers = new WeakMap();
  document.addEventListener("input", ({ target }) => {
    if (!target.matches("textarea[data-draft]")) return;
    const typing = one("#here input[name=typing]");
    if (typing) typing.value = target.value.trim() ? "1" : "";
    clearTimeout(timers.get(target));
    timers.set(target, setTimeout(() => save(target, target.value), 1200));
  });
  document.addEventListener("submit", ({ target }) => {
    const area = one("textarea[data-draft]", target);
    if (area) { clearTimeout(timers.get(area)); save(area, ""); }
  });
  const restore = async (area) => {
    if (area.value) return;
    const { url, kind } = place(area), answer = await fetch(`${url}?kind=${kind}`);
    const text = answer.ok ? (await answer.json()).text : "";
    if (text && !area.value) { area.value = text; area.dispatchEvent(new Event("input", { bubbles: true })); }
  };

  // Macros are put in where the cursor stands; what was written stays.
  document.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-insert]"), area = one("#id_text");
    if (!button || !area) return;
    area.setRangeText(button.dataset.insert, area.selectionStart, area.selectionEnd, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
    button.closest("details").open = false;
    area.focus();
  });

  const start = () => { const area = one("textarea[data-draft]"); if (area) restore(area); };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start); else start();
})();
