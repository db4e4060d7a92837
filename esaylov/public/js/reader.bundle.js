/** jsQR, for browsers without BarcodeDetector; `portal/offline/scan.js` loads it when the camera is asked for. */
import jsQR from "jsqr";

globalThis.esaylovReadCode = (image) => jsQR(image.data, image.width, image.height)?.data ?? "";
