// Auto-generated
const allGPUInstances = [
  { "name": "p5.48xlarge", "apiName": "p5.48xlarge", "gpu": "NVIDIA H100", "gpuCount": 8, "pricing": { "us-east-1": { "onDemand": 55.04, "reserved": 43.16 } } },
  { "name": "g6f.large", "apiName": "g6f.large", "gpu": "NVIDIA L4", "gpuCount": 0.125, "pricing": { "us-east-1": { "onDemand": 0.2024 } } }
];
module.exports = allGPUInstances;
