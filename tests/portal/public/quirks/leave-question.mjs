// A page that asks before it is left. Browsers put the question only to who has used the page.

addEventListener("beforeunload", (event) => event.preventDefault());
