import { escapeTexts } from "./desk/escape.js";

escapeTexts();
