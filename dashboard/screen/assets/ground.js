/* The city's geometry, for every component that draws it: fetched once, in metres around the middle of the city, y downwards. */
const MERCATOR_M = 6378137;

function projection([west, south, east, north]) {
  const height = (lat) => Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360));
  const lat0 = (south + north) / 2;
  const lon0 = (west + east) / 2;
  const metre = MERCATOR_M * Math.cos((lat0 * Math.PI) / 180);
  const middle = height(lat0);
  return {
    metre, lon0, middle,
    at: ([lon, lat]) => [((lon - lon0) * Math.PI / 180) * metre, (middle - height(lat)) * metre],
  };
}

function projectBox(project, [west, south, east, north]) {
  const [x0, y1] = project.at([west, south]);
  const [x1, y0] = project.at([east, north]);
  return [x0, y0, x1, y1];
}

function rings(geometry) {
  if (geometry.type === "Polygon") return geometry.coordinates;
  if (geometry.type === "MultiPolygon") return geometry.coordinates.flat();
  if (geometry.type === "LineString") return [geometry.coordinates];
  if (geometry.type === "MultiLineString") return geometry.coordinates;
  return [];
}

function trace(path, points) {
  points.forEach(([x, y], n) => (n ? path.lineTo(x, y) : path.moveTo(x, y)));
  return path;
}

async function loadGround(version, box) {
  const project = projection(box);
  const get = async (name) => {
    const answer = await fetch(`/ground/${name}.json?v=${version}`);
    if (!answer.ok) throw new Error(`ground ${answer.status}`);
    return answer.json();
  };
  const [lines, backdrop] = await Promise.all([get("streets"), get("backdrop")]);
  const streets = [];
  for (const line of lines) {
    const street = (streets[line.n] ??= { n: line.n, place: line.place, name: line.name, lines: [] });
    const points = line.path.map(project.at);
    const xs = points.map((point) => point[0]);
    const ys = points.map((point) => point[1]);
    street.lines.push({ points, box: [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)] });
  }
  const shapes = backdrop.features.map((feature) => {
    const path = new Path2D();
    for (const ring of rings(feature.geometry)) trace(path, ring.map(project.at));
    return { kind: feature.properties.kind, path };
  });
  return { project, streets, shapes };
}

function streetPath(streets) {
  const path = new Path2D();
  for (const street of streets) for (const line of street.lines) trace(path, line.points);
  return path;
}

function drawBackdrop(context, shapes, colours, pixel) {
  for (const { kind, path } of shapes) {
    if (kind === "rail" || kind === "quarter") {
      context.lineWidth = (kind === "rail" ? 1.5 : 1) * pixel;
      context.strokeStyle = colours[kind];
      context.stroke(path);
    } else {
      context.fillStyle = colours[kind];
      context.fill(path, "evenodd");
    }
    if (kind === "water") {
      context.lineWidth = 1.5 * pixel;
      context.strokeStyle = colours[kind];
      context.stroke(path);
    }
  }
}
