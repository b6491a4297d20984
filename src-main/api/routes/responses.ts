const NO_STORE = { 'cache-control': 'no-store' };

export function jsonResponse(value: unknown): Response {
  return Response.json(value, { headers: NO_STORE });
}

export function bytesResponse(bytes: Uint8Array<ArrayBuffer>): Response {
  return new Response(bytes, { headers: { ...NO_STORE, 'content-type': 'application/octet-stream' } });
}

/**
 * One JSON document a line, as they come. When the reader cancels the body, `stop` is aborted and the source ended.
 * A source that throws ends the stream with an error: the status line has long been sent.
 */
export async function linesResponse(
  lines: AsyncIterable<unknown>,
  check: (value: unknown) => unknown,
  stop: AbortController,
): Promise<Response> {
  const encoder = new TextEncoder();
  const source = lines[Symbol.asyncIterator]();
  // The first line is awaited before the answer begins, so that NotFound is still an ordinary failure.
  let next: IteratorResult<unknown> | undefined = await source.next();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const item = next ?? (await source.next());
      next = undefined;
      if (item.done === true) controller.close();
      else controller.enqueue(encoder.encode(`${JSON.stringify(check(item.value))}\n`));
    },
    async cancel() {
      stop.abort();
      await source.return?.();
    },
  });
  return new Response(body, {
    headers: { 'cache-control': 'no-store', 'content-type': 'application/x-ndjson' },
  });
}
