/** Peers of a cluster that do what a test says: a root over a real WebSocket, workers over real Artery. */
package holm.cluster.scripted;
