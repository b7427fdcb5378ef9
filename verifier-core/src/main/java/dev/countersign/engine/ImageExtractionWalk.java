package dev.countersign.engine;

import dev.countersign.document.Value;
import dev.countersign.expression.function.FunctionContext;
import dev.countersign.expression.jmespath.JmesPath;
import dev.countersign.expression.jmespath.JmesPathException;
import dev.countersign.expression.jmespath.JmesPathSyntaxException;
import dev.countersign.expression.value.GoText;
import dev.countersign.image.ImageReference;
import dev.countersign.image.ImageReferenceException;
import dev.countersign.image.ReferenceDefaults;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One walk over an object, for one extraction. Recursion ends with the path and the nesting of lists, which the reader bounds. */
final class ImageExtractionWalk {
    private static final String INVALID = "invalid image config";
    private static final int MAX_IMAGES = 100_000;
    private static final int MAX_POINTER_LENGTH = 4096;
    private static final int MAX_PULL_SECRETS = 100;

    private final ReferenceDefaults defaults;
    private final FunctionContext functions;
    private final List<ExtractedImage> images = new ArrayList<>();

    /** Where the current image of a key stands in {@link #images}. */
    private final Map<String, Map<String, Integer>> current = new HashMap<>();

    private ImageExtractionWalk(ReferenceDefaults defaults, FunctionContext functions) {
        this.defaults = defaults;
        this.functions = functions;
    }

    static ImageExtraction over(
            Value.ObjectValue object,
            List<ImageLocation> locations,
            ReferenceDefaults defaults,
            FunctionContext functions) {
        ImageExtractionWalk walk = new ImageExtractionWalk(defaults, functions);
        try {
            for (ImageLocation location : locations) {
                walk.location(object, location);
            }
        } catch (Stop stop) {
            return stop.result;
        }
        return new ImageExtraction.Found(walk.images);
    }

    /** Where a location finds nothing, what earlier ones of its category found stays. */
    private void location(Value.ObjectValue object, ImageLocation location) throws Stop {
        int before = images.size();
        Map<String, Integer> keys = new HashMap<>();
        new Finder(location, keys).walk(object, 0, "", List.of());
        if (images.size() > before) {
            Map<String, Integer> replaced = current.put(location.category(), keys);
            if (replaced != null) {
                replaced.values().forEach(this::supersede);
            }
        }
    }

    private void supersede(int index) {
        ExtractedImage image = images.get(index);
        images.set(
                index,
                new ExtractedImage(
                        image.category(),
                        image.key(),
                        image.pointer(),
                        image.reference(),
                        image.imagePullSecrets(),
                        true));
    }

    /** Follows one location. */
    private final class Finder {
        private final ImageLocation location;
        private final Map<String, Integer> keys;
        private Optional<JmesPath> query = Optional.empty();

        Finder(ImageLocation location, Map<String, Integer> keys) {
            this.location = location;
            this.keys = keys;
        }

        /**
         * @param depth how much of the path has been followed
         * @param pointer to the value
         * @param secrets named above the value
         */
        void walk(Value value, int depth, String pointer, List<String> secrets) throws Stop {
            if (value instanceof Value.NullValue) {
                return;
            }
            if (pointer.length() > MAX_POINTER_LENGTH) {
                throw tooMuch("a path of more than " + MAX_POINTER_LENGTH + " characters");
            }
            List<String> path = location.path();
            boolean every = depth < path.size() && path.get(depth).equals(ImageLocation.EVERY);
            if (every && value instanceof Value.ListValue list) {
                items(list, depth, pointer, secrets);
                return;
            }
            if (!(value instanceof Value.ObjectValue object)) {
                throw new Stop(new ImageExtraction.Failed(INVALID));
            }
            List<String> named = withSecretsOf(object, secrets);
            if (every) {
                for (Map.Entry<String, Value> member : new TreeMap<>(object.members()).entrySet()) {
                    if (isContainer(member.getValue())) {
                        walk(member.getValue(), depth + 1, pointer + "/" + member.getKey(), named);
                    }
                }
            } else if (depth < path.size()) {
                String name = path.get(depth);
                walk(object.members().getOrDefault(name, Value.NULL), depth + 1, pointer + "/" + name, named);
            } else {
                // Kyverno writes //name for a member of the object itself
                image(object, (pointer.isEmpty() ? "/" : pointer) + "/" + location.value(), named);
            }
        }

        /** Items that are neither objects nor lists are passed over, and lists within the list belong to it. */
        private void items(Value.ListValue list, int depth, String pointer, List<String> secrets) throws Stop {
            int index = 0;
            for (Value item : list.items()) {
                String at = pointer + "/" + index++;
                if (item instanceof Value.ListValue inner) {
                    items(inner, depth, at, secrets);
                } else if (item instanceof Value.ObjectValue) {
                    walk(item, depth + 1, at, secrets);
                }
            }
        }

        /** The key is asked for before the image. */
        private void image(Value.ObjectValue object, String pointer, List<String> secrets) throws Stop {
            String key = location.key().isEmpty() ? pointer : key(object);
            String image = object.text(location.value()).orElse("");
            if (ImageLocation.trimmed(image).isEmpty()) {
                return;
            }
            if (!location.jmesPath().isEmpty()) {
                image = transformed(image);
            }
            ImageReference reference;
            try {
                reference = ImageReference.parse(image, defaults);
            } catch (ImageReferenceException invalid) {
                throw new Stop(
                        new ImageExtraction.Failed("invalid image '" + image + "' (" + invalid.getMessage() + ")"));
            }
            if (images.size() == MAX_IMAGES) {
                throw tooMuch("more than " + MAX_IMAGES + " images");
            }
            Integer earlier = keys.put(key, images.size());
            if (earlier != null) {
                supersede(earlier);
            }
            images.add(new ExtractedImage(location.category(), key, pointer, reference, secrets, false));
        }

        /** The extractor's expression over the text; it is compiled when the first image is found, as in Kyverno. */
        private String transformed(String image) throws Stop {
            String expression = location.jmesPath();
            Value result;
            try {
                if (query.isEmpty()) {
                    query = Optional.of(JmesPath.compile(expression));
                }
                result = query.get().search(Value.of(image), functions);
            } catch (JmesPathSyntaxException e) {
                throw failed("invalid jmespath " + expression + ": " + e.getMessage());
            } catch (JmesPathException e) {
                throw failed("failed to apply jmespath " + expression + ": " + e.getMessage());
            }
            if (!(result instanceof Value.StringValue text)) {
                throw failed("jmespath " + expression + " must produce a string, but produced " + GoText.print(result));
            }
            return text.value();
        }

        private String key(Value.ObjectValue object) throws Stop {
            return object.text(location.key()).orElseThrow(() -> new Stop(new ImageExtraction.Failed("invalid key")));
        }
    }

    private static boolean isContainer(Value value) {
        return value instanceof Value.ObjectValue || value instanceof Value.ListValue;
    }

    private static Stop failed(String message) {
        return new Stop(new ImageExtraction.Failed(message));
    }

    private static Stop tooMuch(String what) {
        return new Stop(new ImageExtraction.Failed("the object holds " + what + " on the way to its images"));
    }

    private static List<String> withSecretsOf(Value.ObjectValue object, List<String> secrets) throws Stop {
        List<Value> own = object.list("imagePullSecrets");
        if (own.isEmpty()) {
            return secrets;
        }
        List<String> all = new ArrayList<>(secrets);
        for (Value secret : own) {
            if (secret instanceof Value.ObjectValue named) {
                named.text("name").ifPresent(all::add);
            }
        }
        if (all.size() > MAX_PULL_SECRETS) {
            throw tooMuch("more than " + MAX_PULL_SECRETS + " imagePullSecrets");
        }
        return List.copyOf(all);
    }

    /** Ends the walk with a result; caught in this class only. */
    private static final class Stop extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient ImageExtraction result;

        Stop(ImageExtraction result) {
            super(null, null, false, false);
            this.result = result;
        }
    }
}
