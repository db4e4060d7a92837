import { escapeTexts } from "./desk/escape.js";
import { nameLoopVariables } from "./desk/loops.js";
import { mentionNobody } from "./desk/mentions.js";

escapeTexts();
nameLoopVariables();
mentionNobody();
