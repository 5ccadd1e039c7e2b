// The connection over which the portal tells the page its news.

/**
 * @param {Record<string, (data: string) => void>} handlers by the name of the event
 */
export function listen(handlers) {
  const [, site] = location.pathname.split("/");
  const query = new URLSearchParams({ page: location.pathname + location.search });
  query.set("lang", document.documentElement.lang);
  const source = new EventSource(`/${site}/channel?${query}`);
  for (const [event, handler] of Object.entries(handlers)) {
    source.addEventListener(event, (message) => handler(message.data));
  }
  // A browser gives up where the connection is refused, as it is while the portal is offline.
  source.addEventListener("error", () => {
    if (source.readyState === EventSource.CLOSED) setTimeout(() => listen(handlers), 500);
  });
}
