// An imported picture is the address of a file.
module.exports = { __esModule: true, default: 'asset.svg' };
