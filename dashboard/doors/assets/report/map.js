// A small map of our own: the streets near, drawn from what the phone holds; no picture comes from elsewhere.
class StreetMap {
  constructor(canvas) {
    this.canvas = canvas;
    this.zoom = 0.55; // CSS pixels a unit (about a metre)
    this.centre = [0, 0];
    this.pin = null;
    this.circle = 0;
  }

  look(lat, lon) {
    this.centre = toUnits(lat, lon);
  }

  mark(lat, lon, accuracy = 0) {
    this.pin = lat == null ? null : toUnits(lat, lon);
    this.circle = (accuracy / METRE) * 1e5;
  }

  // Units to pixels of the canvas, and back to degrees.
  at(x, y) {
    return [this.width / 2 + (x - this.centre[0]) * narrow() * this.zoom, this.height / 2 - (y - this.centre[1]) * this.zoom];
  }

  degrees(px, py) {
    return toDegrees(this.centre[0] + (px - this.width / 2) / narrow() / this.zoom, this.centre[1] - (py - this.height / 2) / this.zoom);
  }

  draw() {
    const { canvas } = this;
    const ratio = Math.min(window.devicePixelRatio || 1, 3);
    this.width = canvas.clientWidth;
    this.height = canvas.clientHeight;
    if (!this.width) return;
    canvas.width = this.width * ratio;
    canvas.height = this.height * ratio;
    const pen = canvas.getContext("2d");
    pen.scale(ratio, ratio);
    const style = getComputedStyle(document.documentElement);
    const colour = (name) => style.getPropertyValue(`--${name}`).trim();
    const seen = this.visible();
    pen.lineCap = pen.lineJoin = "round";
    const road = Math.max(2.5, Math.min(9, this.zoom * 15));
    for (const [more, stroke] of [[2.5, colour("line")], [0, colour("road")]]) {
      pen.lineWidth = road + more;
      pen.strokeStyle = stroke;
      pen.beginPath();
      for (const { lines } of seen) for (const line of lines) line.forEach(([x, y], n) => (n ? pen.lineTo(x, y) : pen.moveTo(x, y)));
      pen.stroke();
    }
    this.names(pen, seen, colour);
    if (this.pin) this.drawPin(pen, colour);
  }

  visible() {
    const seen = [];
    for (const street of streets) {
      const lines = street.lines
        .map((line) => Array.from({ length: line.length / 2 }, (_, n) => this.at(line[2 * n], line[2 * n + 1])))
        .filter((line) => this.crosses(line));
      if (lines.length) seen.push({ street, lines });
    }
    return seen;
  }

  crosses(line) {
    const xs = line.map(([x]) => x);
    const ys = line.map(([, y]) => y);
    return Math.max(...xs) > 0 && Math.min(...xs) < this.width && Math.max(...ys) > 0 && Math.min(...ys) < this.height;
  }

  // Along the street, where its name fits and no other name stands.
  names(pen, seen, colour) {
    pen.font = "600 17px system-ui, sans-serif";
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    const taken = this.pin ? [[...this.at(...this.pin), 26]] : [];
    for (const { street, lines } of seen) {
      const wide = pen.measureText(street.name).width;
      const spot = this.spots(lines, wide).find((one) => !taken.some(([x, y, r]) => Math.hypot(x - one.x, y - one.y) < r + wide / 2));
      if (!spot) continue;
      taken.push([spot.x, spot.y, wide / 2]);
      pen.save();
      pen.translate(spot.x, spot.y);
      pen.rotate(Math.abs(spot.turn) > Math.PI / 2 ? spot.turn + Math.PI : spot.turn);
      pen.lineWidth = 4;
      pen.strokeStyle = colour("second");
      pen.fillStyle = colour("quiet");
      pen.strokeText(street.name, 0, 0);
      pen.fillText(street.name, 0, 0);
      pen.restore();
    }
  }

  // Places for a name along these lines: the longest pieces first, each at three points.
  spots(lines, wide) {
    const spots = [];
    for (const line of lines) {
      for (let n = 0; n + 1 < line.length; n += 1) {
        const [[ax, ay], [bx, by]] = [line[n], line[n + 1]];
        const length = Math.hypot(bx - ax, by - ay);
        if (length < wide * 0.7) continue;
        const turn = Math.atan2(by - ay, bx - ax);
        for (const t of [0.5, 0.3, 0.7]) spots.push({ x: ax + t * (bx - ax), y: ay + t * (by - ay), length, turn });
      }
    }
    const whole = ({ x, y, turn }) => {
      const dx = (Math.abs(Math.cos(turn)) * wide) / 2 + 6;
      const dy = (Math.abs(Math.sin(turn)) * wide) / 2 + 10;
      return x > dx && x < this.width - dx && y > dy && y < this.height - dy;
    };
    return spots.filter(whole).sort((a, b) => b.length - a.length);
  }

  drawPin(pen, colour) {
    const [x, y] = this.at(...this.pin);
    pen.fillStyle = colour("act");
    if (this.circle * this.zoom > 12) {
      pen.globalAlpha = 0.15;
      pen.beginPath();
      pen.arc(x, y, Math.min(this.circle * this.zoom, 2000), 0, 7);
      pen.fill();
      pen.globalAlpha = 1;
    }
    pen.lineWidth = 3;
    pen.strokeStyle = colour("paper");
    pen.beginPath();
    pen.moveTo(x, y);
    pen.bezierCurveTo(x - 5, y - 10, x - 13, y - 14, x - 13, y - 23);
    pen.arc(x, y - 23, 13, Math.PI, 0);
    pen.bezierCurveTo(x + 13, y - 14, x + 5, y - 10, x, y);
    pen.stroke();
    pen.fill();
    pen.fillStyle = colour("paper");
    pen.beginPath();
    pen.arc(x, y - 23, 4.5, 0, 7);
    pen.fill();
  }

  // Drag to move, pinch or wheel to scale, tap to choose a point.
  listen(onTap) {
    const { canvas } = this;
    const fingers = new Map();
    let moved = 0;
    const spread = () => {
      const [a, b] = [...fingers.values()];
      return Math.hypot(a[0] - b[0], a[1] - b[1]);
    };
    canvas.addEventListener("pointerdown", (event) => {
      canvas.setPointerCapture(event.pointerId);
      fingers.set(event.pointerId, [event.offsetX, event.offsetY]);
      moved = fingers.size > 1 ? 99 : 0;
    });
    canvas.addEventListener("pointermove", (event) => {
      const before = fingers.get(event.pointerId);
      if (!before) return;
      const apart = fingers.size > 1 ? spread() : 0;
      const [dx, dy] = [event.offsetX - before[0], event.offsetY - before[1]];
      fingers.set(event.pointerId, [event.offsetX, event.offsetY]);
      moved += Math.hypot(dx, dy);
      if (apart) this.scale(spread() / apart);
      else if (moved > 8) {
        this.centre = [this.centre[0] - dx / narrow() / this.zoom, this.centre[1] + dy / this.zoom];
        this.draw();
      }
    });
    const up = (event) => {
      if (fingers.delete(event.pointerId) && event.type === "pointerup" && moved <= 8) onTap(...this.degrees(event.offsetX, event.offsetY));
    };
    canvas.addEventListener("pointerup", up);
    canvas.addEventListener("pointercancel", up);
    canvas.addEventListener("wheel", (event) => {
      event.preventDefault();
      this.scale(event.deltaY < 0 ? 1.25 : 0.8);
    }, { passive: false });
  }

  scale(by) {
    this.zoom = Math.max(0.04, Math.min(3, this.zoom * by));
    this.draw();
  }
}
