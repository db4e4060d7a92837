/**
 * What a client may say in realtime: the name of an event and short plain words.
 *
 * Frappe 16 calls this for each socket (`realtime/handlers.js` of every installed app), our own server
 * (`standalone/realtime`) too. The framework's handlers put what they are given into the names of rooms; an object
 * without a text of its own makes that throw, and a throw there ends the process for everybody.
 */
const LONGEST = 500;

function isPlain(word) {
	return typeof word === "string" ? word.length <= LONGEST : typeof word === "number";
}

module.exports = (socket) => {
	socket.use((event, next) => {
		if (event.length && event.every(isPlain)) next(); // what is not let through is dropped, without an answer
	});
};
