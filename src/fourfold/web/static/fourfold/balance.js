"use strict";
// Shows what a change does while it is typed; without this script the form's button does.
const trial = document.getElementById("trial");
let waiting = 0;
let asking = null;

async function show() {
  const told = document.getElementById("tried");
  const query = new URLSearchParams(new FormData(trial)).toString();
  if (asking) asking.abort();
  asking = new AbortController();
  told.classList.add("waiting");
  try {
    const answer = await fetch(`?${query}`, { signal: asking.signal, credentials: "same-origin" });
    const text = await answer.text();
    // the head's styles bear another nonce, so only what is shown is read
    const page = new DOMParser().parseFromString(text.slice(text.indexOf("<main")), "text/html");
    const made = page.getElementById("tried");
    if (made) {
      told.replaceWith(made);
      window.history.replaceState(null, "", `?${query}`);
    } else {
      const why = [...page.querySelectorAll("main h1, main p")].map((part) => part.textContent.trim());
      told.replaceChildren(why.join(" "));
      told.classList.remove("waiting");
    }
  } catch (error) {
    if (error.name !== "AbortError") told.classList.remove("waiting");
  }
}

if (trial) {
  trial.addEventListener("input", () => {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(show, 300);
  });
}
