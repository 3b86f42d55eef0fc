// One draw of all points as gl.POINTS. deck's ScatterplotLayer draws a square of two triangles for each, which costs a GPU nothing and a computer
// without one (WebGL in software) a factor of three.
import { color, Layer, project32, type LayerProps, type UpdateParameters } from "@deck.gl/core";
import { Model } from "@luma.gl/engine";

const vertexShader = /* glsl */ `#version 300 es
#define SHADER_NAME map-points-vertex
in vec3 pointPositions;
in vec4 pointColors;
in vec2 pointMarks;
out vec4 vColor;
out float vPixels;
flat out int vIsDiamond;

void main(void) {
  if (pointColors.a == 0.0) {
    gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
    gl_PointSize = 0.0;
    return;
  }
  geometry.worldPosition = pointPositions;
  gl_Position = project_position_to_clipspace(pointPositions, vec3(0.0), vec3(0.0), geometry.position);
  // What is lit lies above what is dimmed, in whatever order they are drawn.
  gl_Position.z = gl_Position.w * (0.5 - 0.5 * pointColors.a);
  vPixels = max(1.0, points.pixels * pointMarks.x);
  gl_PointSize = vPixels;
  vIsDiamond = pointMarks.y > 0.5 ? 1 : 0;
  vColor = vec4(pointColors.rgb, pointColors.a * layer.opacity);
}`;

const fragmentShader = /* glsl */ `#version 300 es
#define SHADER_NAME map-points-fragment
precision highp float;
in vec4 vColor;
in float vPixels;
flat in int vIsDiamond;
out vec4 fragColor;

void main(void) {
  vec2 away = abs(gl_PointCoord - 0.5) * 2.0;
  float distance = vIsDiamond == 1 ? away.x + away.y : length(away);
  float edge = 2.0 / vPixels;
  float coverage = 1.0 - smoothstep(1.0 - edge, 1.0, distance);
  if (coverage < 0.05) discard;
  fragColor = vec4(vColor.rgb, vColor.a * coverage);
}`;

const pointsUniforms = {
  name: "points",
  vs: "layout(std140) uniform pointsUniforms { float pixels; } points;",
  fs: "",
  uniformTypes: { pixels: "f32" },
} as const;

interface PointsLayerProps extends LayerProps {
  /** Across a point of factor 1, in CSS pixels. */
  pixels: number;
}

/** `data.attributes`: `getPosition` (3 float32), `getColor` (4 bytes), `getMark` (2 float32: factor of the size, 1 for a diamond). */
export class PointsLayer extends Layer<PointsLayerProps> {
  static override layerName = "PointsLayer";
  static override defaultProps = {
    pixels: 6,
    getPosition: { type: "accessor", value: [0, 0, 0] },
    getColor: { type: "accessor", value: [0, 0, 0, 255] },
    getMark: { type: "accessor", value: [1, 0] },
  };
  declare state: { model?: Model };

  override getShaders(): object {
    return super.getShaders({
      vs: vertexShader,
      fs: fragmentShader,
      modules: [project32, color, pointsUniforms],
    });
  }

  override initializeState(): void {
    this.getAttributeManager()?.add({
      pointPositions: { size: 3, type: "float32", accessor: "getPosition" },
      pointColors: { size: 4, type: "unorm8", accessor: "getColor" },
      pointMarks: { size: 2, type: "float32", accessor: "getMark" },
    });
  }

  override updateState(params: UpdateParameters<this>): void {
    super.updateState(params);
    if (this.state.model !== undefined && !params.changeFlags.extensionsChanged) return;
    this.state.model?.destroy();
    this.state.model = new Model(this.context.device, {
      ...this.getShaders(),
      id: this.props.id,
      bufferLayout: this.getAttributeManager()?.getBufferLayouts() ?? [],
      topology: "point-list",
      isInstanced: false,
    });
    this.getAttributeManager()?.invalidateAll();
  }

  override draw(): void {
    const { model } = this.state;
    if (model === undefined) return;
    const { canvasContext } = this.context.device;
    const ratio = canvasContext?.cssToDeviceRatio() ?? 1;
    model.setVertexCount(this.getNumInstances());
    model.setInstanceCount(0);
    model.shaderInputs.setProps({ points: { pixels: this.props.pixels * ratio } });
    model.draw(this.context.renderPass);
  }
}
