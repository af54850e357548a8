export {geoAzimuthalEqualArea, geoEquirectangular, geoPath, geoGraticule} from "d3-geo";
export {select} from "d3-selection";
export {zoom, zoomIdentity} from "d3-zoom";
