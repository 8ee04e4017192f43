/* Notices of the desk: asked for once a minute while a page is open, in a browser whose person allowed them. */
(() => {
  "use strict";
  if (!("Notification" in window)) return;
  const EACH = 60000, held = { on: "notices", last: "notices-last", at: "notices-at" };

  const place = document.querySelector("[data-notices-ask]");
  const say = () => {
    const told = place.querySelector("[role=status]"), allowed = Notification.permission === "granted" && localStorage.getItem(held.on) === "on";
    told.textContent = allowed ? place.dataset.on : Notification.permission === "denied" ? place.dataset.off : "";
    place.querySelector("button").hidden = allowed;
  };
  if (place) {
    say();
    place.querySelector("button").addEventListener("click", async () => {
      if (await Notification.requestPermission() === "granted") localStorage.setItem(held.on, "on");
      say();
    });
  }

  const look = async () => {
    if (Notification.permission !== "granted" || localStorage.getItem(held.on) !== "on") return;
    if (Date.now() - Number(localStorage.getItem(held.at)) < EACH - 5000) return;
    localStorage.setItem(held.at, String(Date.now()));
    const last = localStorage.getItem(held.last);
    const answer = await fetch(`/notices${last === null ? "" : `?after=${last}`}`, { headers: { Accept: "application/json" } });
    if (!answer.ok || answer.redirected) return;
    const told = await answer.json();
    localStorage.setItem(held.last, String(told.last));
    told.notices.forEach(({ id, title, sentence, path }) => {
      const shown = new Notification(title, { body: sentence, tag: `notice-${id}` });
      shown.addEventListener("click", () => { window.focus(); location.assign(path); });
    });
  };
  setInterval(() => look().catch(() => {}), EACH / 4);
  look().catch(() => {});
})();
