package naru.watch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import naru.model.ClusterObject;
import naru.model.ObjectKey;
import naru.watch.ObjectEvent.ProblemsChanged;
import naru.watch.manifest.ManifestObject;
import naru.watch.manifest.ManifestProblem;
import naru.watch.manifest.ManifestProblem.Severity;
import naru.watch.manifest.ManifestReading;
import naru.watch.manifest.Place;

/**
 * Which file holds which object, and what has been told of that. What a changed file costs depends
 * on that file alone. An object that is in several files is taken from the one whose name comes
 * first, whatever came first in time.
 */
final class FolderState {

    private record Claim(ClusterObject object, Place place) {}

    private record FileContent(Map<ObjectKey, Claim> claims, List<ManifestProblem> problems) {}

    private final Map<String, FileContent> files = new HashMap<>();
    private final Map<ObjectKey, TreeSet<String>> claimants = new HashMap<>();
    private final Map<ObjectKey, ClusterObject> delivered = new HashMap<>();
    private final Map<String, List<ManifestProblem>> toldProblems = new HashMap<>();
    private final Map<String, String> ignoredKinds = new HashMap<>();

    private final Set<ObjectKey> changedKeys = new LinkedHashSet<>();
    private final Set<String> changedFiles = new LinkedHashSet<>();

    /** The files that hold something. */
    Set<String> files() {
        return files.keySet();
    }

    /** What a file holds now. What it held before stays as far as it can't be told to be gone. */
    void read(String file, ManifestReading reading) {
        Map<ObjectKey, Claim> claims = new LinkedHashMap<>();
        List<ManifestProblem> problems =
                new ArrayList<>(withoutKnownKinds(file, reading.problems()));
        for (ManifestObject read : reading.objects()) {
            Claim claim = new Claim(read.object(), read.place());
            Claim first = claims.putIfAbsent(read.object().key(), claim);
            if (first != null) {
                problems.add(duplicate(claim, first));
            }
        }
        FileContent before = files.get(file);
        if (before != null) {
            before.claims()
                    .forEach(
                            (key, claim) -> {
                                if (!reading.complete() || reading.refused().contains(key)) {
                                    claims.putIfAbsent(key, claim);
                                }
                            });
        }
        replace(file, new FileContent(claims, problems));
    }

    /** A file is there no more. */
    void gone(String file) {
        ignoredKinds.values().removeIf(file::equals);
        replace(file, new FileContent(Map.of(), List.of()));
        files.remove(file);
    }

    /** What is wrong with the folder as a whole. */
    void folderProblem(String folder, List<ManifestProblem> problems) {
        replace(folder, new FileContent(Map.of(), problems));
        if (problems.isEmpty()) {
            files.remove(folder);
        }
    }

    private void replace(String file, FileContent content) {
        FileContent before = files.put(file, content);
        Set<ObjectKey> keys = new LinkedHashSet<>(content.claims().keySet());
        if (before != null) {
            keys.addAll(before.claims().keySet());
        }
        for (ObjectKey key : keys) {
            TreeSet<String> holders = claimants.computeIfAbsent(key, _ -> new TreeSet<>());
            changedFiles.addAll(holders);
            if (content.claims().containsKey(key)) {
                holders.add(file);
            } else {
                holders.remove(file);
            }
            if (holders.isEmpty()) {
                claimants.remove(key);
            }
        }
        changedKeys.addAll(keys);
        changedFiles.add(file);
    }

    /** What has changed since this was asked before, in the order in which it changed. */
    List<ObjectEvent> takeEvents() {
        List<ObjectEvent> events = new ArrayList<>();
        changedKeys.forEach(key -> addObjectEvent(key, events));
        changedFiles.forEach(file -> addProblemEvent(file, events));
        changedKeys.clear();
        changedFiles.clear();
        return events;
    }

    private void addObjectEvent(ObjectKey key, List<ObjectEvent> events) {
        TreeSet<String> holders = claimants.get(key);
        if (holders == null) {
            if (delivered.remove(key) != null) {
                events.add(new ObjectEvent.Removed(key));
            }
            return;
        }
        Claim claim = claim(holders.first(), key);
        if (!claim.object().equals(delivered.put(key, claim.object()))) {
            events.add(new ObjectEvent.Put(claim.object(), claim.place()));
        }
    }

    private Claim claim(String file, ObjectKey key) {
        return Objects.requireNonNull(content(file).claims().get(key));
    }

    private FileContent content(String file) {
        return files.getOrDefault(file, new FileContent(Map.of(), List.of()));
    }

    private void addProblemEvent(String file, List<ObjectEvent> events) {
        FileContent content = content(file);
        List<ManifestProblem> problems = new ArrayList<>(content.problems());
        content.claims()
                .forEach(
                        (key, claim) -> {
                            String winner =
                                    claimants
                                            .getOrDefault(key, new TreeSet<>(Set.of(file)))
                                            .first();
                            if (!winner.equals(file)) {
                                problems.add(duplicate(claim, claim(winner, key)));
                            }
                        });
        List<ManifestProblem> told =
                problems.isEmpty() ? toldProblems.remove(file) : toldProblems.put(file, problems);
        if (!problems.equals(told == null ? List.of() : told)) {
            events.add(new ProblemsChanged(file, problems));
        }
    }

    private static ManifestProblem duplicate(Claim claim, Claim winner) {
        return new ManifestProblem(
                Severity.ERROR,
                claim.place().file(),
                claim.place().line(),
                claim.object().key().toString(),
                "",
                "is in " + winner.place() + " too, and taken from there",
                "keep one of them");
    }

    /** Leaves out what another file's problems say already. */
    private List<ManifestProblem> withoutKnownKinds(String file, List<ManifestProblem> problems) {
        ignoredKinds.values().removeIf(file::equals);
        return problems.stream()
                .filter(
                        it ->
                                it.severity() != Severity.IGNORED
                                        || ignoredKinds.putIfAbsent(it.object(), file) == null)
                .toList();
    }
}
