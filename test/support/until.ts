/** Polls until it holds; who waits for nothing fails by this deadline. */
export async function until(
  holds: () => boolean | Promise<boolean>,
  deadlineMs = 50_000,
): Promise<void> {
  const end = Date.now() + deadlineMs;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error("it did not come to pass in time");
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
