/**
 * How marks and lines are drawn on the graphics card, and which of two ways fits this machine.
 *
 * Marks are single points (one vertex each, as sigma's own fast program), whose shape is cut out in
 * the fragment shader: kinds are told apart by shape as well as by colour, at no further cost.
 * @module
 */

/** Shapes by kind: the numbers that the shader knows. */
export const SHAPES = /** @type {Record<string, number>} */ ({ actor: 0, event: 1, series: 2, prospect: 3, place: 4, date: 5 });

const VERTEX = `
attribute vec4 a_id;
attribute vec4 a_color;
attribute vec2 a_position;
attribute float a_size;
attribute float a_shape;
uniform float u_sizeRatio;
uniform float u_pixelRatio;
uniform mat3 u_matrix;
varying vec4 v_color;
varying float v_shape;
varying float v_soft;
const float bias = 255.0 / 254.0;
void main() {
  gl_Position = vec4((u_matrix * vec3(a_position, 1)).xy, 0, 1);
  gl_PointSize = a_size / u_sizeRatio * u_pixelRatio * 2.4;
  v_soft = 2.0 / max(gl_PointSize, 1.0);
  v_shape = a_shape;
  #ifdef PICKING_MODE
  v_color = a_id;
  #else
  v_color = a_color;
  #endif
  v_color.a *= bias;
}`;

// Distances to the outline, negative inside; the point reaches from -1 to 1.
const FRAGMENT = `
precision mediump float;
varying vec4 v_color;
varying float v_shape;
varying float v_soft;
float hexagon(vec2 p) { p = abs(p); return max(p.x * 0.866 + p.y * 0.5, p.y) - 0.8; }
void main(void) {
  vec2 p = (gl_PointCoord - 0.5) * 2.0;
  float d;
  if (v_shape < 0.5) d = length(p) - 0.83;
  else if (v_shape < 1.5) d = max(abs(p.x), abs(p.y)) - 0.72;
  else if (v_shape < 2.5) d = hexagon(p);
  else if (v_shape < 3.5) d = abs(p.x) + abs(p.y) - 0.97;
  else if (v_shape < 4.5) d = max(abs(p.x) * 0.9 + p.y * 0.45, -p.y) - 0.56;
  else d = max(abs(p.x), abs(p.y) * 1.7) - 0.8;
  #ifdef PICKING_MODE
  gl_FragColor = d < 0.12 ? v_color : vec4(0.0);
  #else
  float t = 1.0 - smoothstep(-v_soft, v_soft, d);
  gl_FragColor = mix(vec4(0.0), v_color, t);
  #endif
}`;

/**
 * The program of the marks.
 * @param {any} Sigma the library
 */
export function shapeProgram(Sigma) {
  const { NodePointProgram } = Sigma.rendering;
  const { floatColor } = Sigma.utils;
  return class ShapeProgram extends NodePointProgram {
    getDefinition() {
      const definition = super.getDefinition();
      return {
        ...definition,
        VERTEX_SHADER_SOURCE: VERTEX,
        FRAGMENT_SHADER_SOURCE: FRAGMENT,
        ATTRIBUTES: [...definition.ATTRIBUTES, { name: 'a_shape', size: 1, type: WebGLRenderingContext.FLOAT }],
      };
    }

    /** @param {number} id @param {number} at @param {any} data */
    processVisibleItem(id, at, data) {
      const { array } = this;
      array[at] = data.x;
      array[at + 1] = data.y;
      array[at + 2] = data.size;
      array[at + 3] = floatColor(data.color);
      array[at + 4] = id;
      array[at + 5] = data.shape ?? 0;
    }
  };
}

/** Marks and lines from which on lines are single pixels: a processor draws those in time. */
const MANY = 4_000;

/**
 * Whether lines are to be drawn the quick way: there are many, or no graphics card draws them.
 * @param {number} lines
 */
export function quick(lines) {
  return lines > MANY || (lines > 800 && !hasGraphicsCard());
}

/** @type {boolean | undefined} */
let card;

/** False where a processor draws WebGL (SwiftShader, llvmpipe …). */
function hasGraphicsCard() {
  if (card !== undefined) return card;
  const gl = document.createElement('canvas').getContext('webgl');
  const info = gl?.getExtension('WEBGL_debug_renderer_info');
  const name = gl && info ? String(gl.getParameter(info.UNMASKED_RENDERER_WEBGL)) : '';
  card = gl !== null && !/swiftshader|llvmpipe|software|basic render/i.test(name);
  gl?.getExtension('WEBGL_lose_context')?.loseContext();
  return card;
}

/** True where WebGL is there at all. */
export function hasWebGL() {
  const gl = document.createElement('canvas').getContext('webgl');
  gl?.getExtension('WEBGL_lose_context')?.loseContext();
  return gl !== null;
}
