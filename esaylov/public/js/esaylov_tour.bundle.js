import { offerFirstSteps } from "./desk/first_login.js";
import { offerTour } from "./desk/tour.js";

offerFirstSteps();
frappe.router.on("change", offerTour);
$(document).on("app_ready", offerTour);
