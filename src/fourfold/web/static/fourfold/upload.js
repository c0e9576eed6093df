"use strict";
// Sends the form in the background to show how much is sent; without this script the form sends itself.
const form = document.getElementById("upload");
const file = form.elements.file;
const sending = form.querySelector(".sending");
const bar = sending.querySelector("progress");
const refusal = form.querySelector(".refusal");
const button = form.querySelector("button");

function refuse(text) {
  refusal.textContent = text;
  refusal.hidden = false;
  sending.hidden = true;
  button.disabled = false;
}

function answered(request) {
  if (request.status < 400) {
    window.location.assign(request.getResponseHeader("HX-Redirect") || request.responseURL);
    return;
  }
  const page = new DOMParser().parseFromString(request.responseText, "text/html");
  const told = [...page.querySelectorAll("main h1, main p")].map((part) => part.textContent.trim());
  refuse(told.join(" ") || form.dataset.broken);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  refusal.hidden = true;
  if (file.files[0].size > Number(form.dataset.most)) {
    refuse(form.dataset.tooLarge);
    return;
  }
  const request = new XMLHttpRequest();
  request.upload.addEventListener("progress", (told) => {
    bar.value = told.total ? (100 * told.loaded) / told.total : 0;
  });
  request.addEventListener("load", () => answered(request));
  request.addEventListener("error", () => refuse(form.dataset.broken));
  request.open("POST", form.action);
  request.setRequestHeader("HX-Request", "true");
  request.send(new FormData(form));
  sending.hidden = false;
  button.disabled = true;
});

const drop = form.querySelector(".drop");
for (const name of ["dragenter", "dragover"]) {
  drop.addEventListener(name, () => drop.classList.add("over"));
}
for (const name of ["dragleave", "drop"]) {
  drop.addEventListener(name, () => drop.classList.remove("over"));
}
