import { escapeTexts } from "./desk/escape.js";
import { nameLoopVariables } from "./desk/loops.js";

escapeTexts();
nameLoopVariables();
