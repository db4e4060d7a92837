import { offerTour } from "./desk/tour.js";

frappe.router.on("change", offerTour);
$(document).on("app_ready", offerTour);
