/** Milliseconds between two requests for a file that the server prepares: the Retry-After of its answer. */
export const PAUSE = 2000;
export const MOST_TRIES = 20;
const PREPARING = 503;

/**
 * Repeat a request that the server answers with 503 while it prepares a file. `request` rejects with an error that has the answer's
 * `status`. Resolves to its answer; rejects with any other error at once, and with the last 503 after MOST_TRIES requests.
 */
export async function afterPreparation(
	request,
	pause = () => new Promise((resolve) => setTimeout(resolve, PAUSE)),
) {
	for (let tries = 1; ; tries++) {
		try {
			return await request();
		} catch (problem) {
			if (problem.status !== PREPARING || tries >= MOST_TRIES) throw problem;
			await pause();
		}
	}
}
